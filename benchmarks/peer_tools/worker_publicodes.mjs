// Runs publicodes on one job: `node worker_publicodes.mjs < job.json`, in a folder where it is installed.
//
// A job has the rules, the target, people, complete cases and more people. One line of JSON comes out per thing done:
// first `ready`, then an interview for each of the people, a verdict for each case, and the other interviews. The questions come as @publicodes/forms orders them, one to a page; a
// question without an answer is left empty, and the next page is taken.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// The packages are looked for where the process runs, not beside this file.
const require = createRequire(join(process.cwd(), 'package.json'))
const { default: Engine } = require('publicodes')
const { FormBuilder } = require('@publicodes/forms')

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n')
const seconds = () => performance.now() / 1000
const onePerPage = (fields) => fields.map((field) => ({ elements: [field], title: field }))
const quiet = { log() {}, warn() {}, error() {} }

const job = JSON.parse(readFileSync(0, 'utf8'))
const start = seconds()
const engine = new Engine(job.rules, { logger: quiet, flag: { filterNotApplicablePossibilities: true } })
const forms = new FormBuilder({ engine, pageBuilder: onePerPage })

const begin = () => forms.start(FormBuilder.newState(), job.target)
const current = (state) => state.pages[state.currentPageIndex]?.elements[0]
const text = (value) => (value === undefined ? null : value)

function interview(truth) {
	const asked = []
	const took = []
	let state = begin()
	let question = current(state)
	while (question !== undefined) {
		asked.push(question)
		const since = seconds()
		if (question in truth) state = forms.handleInputChange(state, question, truth[question])
		const shown = state.currentPageIndex
		state = forms.goToNextPage(state)
		question = state.currentPageIndex > shown ? current(state) : undefined
		took.push(seconds() - since)
	}
	return { asked, seconds: took, verdict: text(engine.evaluate(job.target).nodeValue) }
}

function verdictOf(answers) {
	engine.setSituation(Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, `'${value}'`])))
	return text(engine.evaluate(job.target).nodeValue)
}

const first = current(begin())
say({ ready: seconds() - start, first })
for (const truth of job.people) say({ interview: interview(truth) })
for (const answers of job.cases) say({ verdict: verdictOf(answers) })
for (const truth of job.more_people) say({ interview: interview(truth) })
