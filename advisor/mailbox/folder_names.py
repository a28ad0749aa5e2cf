"""What folders are usually called, for those of which the server does not say what they are for.

A name proves nothing: where only names tell, nothing is concluded from what they leave over (see measures.py).
"""

from __future__ import annotations

_NAMES = {
    "sent": "sent|sent items|sent messages|sent mail|outgoing|gesendet|gesendete elemente|gesendete objekte"
            "|gesendete nachrichten|envoyés|éléments envoyés|messages envoyés|enviados|elementos enviados"
            "|mensajes enviados|itens enviados|posta inviata|inviati|inviata|verzonden|verzonden items|skickat"
            "|skickade objekt|sendt|sendte elementer|sendt post|lähetetyt|wysłane|elementy wysłane|odeslané"
            "|odeslaná pošta|отправленные|надіслані|送信済み|送信済みアイテム|已发送|已发送邮件|寄件備份",
    "drafts": "draft|drafts|entwurf|entwürfe|brouillons|borradores|rascunhos|bozze|concepten|utkast|kladder|luonnokset"
              "|wersje robocze|szkice|koncepty|rozepsané|черновики|чернетки|下書き|草稿|草稿箱",
    "junk": "junk|junk e-mail|junk email|junk mail|junk-e-mail|spam|bulk mail|spamverdacht|werbung|unerwünscht"
            "|courrier indésirable|indésirables|pourriel|correo no deseado|lixo eletrônico|posta indesiderata"
            "|ongewenste e-mail|ongewenst|skräppost|søppelpost|uønsket e-mail|roskaposti|wiadomości-śmieci"
            "|nevyžádaná pošta|спам|нежелательная почта|迷惑メール|垃圾邮件|垃圾郵件",
    "trash": "trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|gelöschte elemente"
             "|gelöschte objekte|gelöschte nachrichten|corbeille|éléments supprimés|papelera|elementos eliminados"
             "|lixeira|itens excluídos|itens eliminados|cestino|posta eliminata|prullenbak|verwijderde items"
             "|papperskorgen|borttagna objekt|papirkurv|slettede elementer|slettet post|roskakori|poistetut|kosz"
             "|elementy usunięte|koš|odstraněná pošta|корзина|удаленные|удалённые|кошик|ごみ箱|ゴミ箱"
             "|削除済みアイテム|已删除|已删除邮件|垃圾桶",
    "archive": "archive|archives|archiv|archivo|arquivo|archivio|archief|arkiv|arkisto|archiwum|архив|архів"
               "|アーカイブ|归档|存档",
    "outbox": "outbox|postausgang|boîte d'envoi|bandeja de salida|caixa de saída|posta in uscita|postvak uit|utkorgen"
              "|udbakke|utboks|lähtevät|skrzynka nadawcza|исходящие|送信トレイ|发件箱",
    "calendar": "calendar|kalender|calendrier|calendario|calendário|agenda|kalenteri|kalendarz|kalendář|календарь"
                "|birthdays|geburtstage|予定表|日历",
    "contacts": "contacts|suggested contacts|recipient cache|kontakte|contactos|contatos|contatti|contactpersonen"
                "|kontakter|yhteystiedot|kontakty|контакты|連絡先|联系人",
    "notes": "notes|notizen|notas|note|notities|anteckningar|noter|notater|muistiinpanot|notatki|poznámky|заметки"
             "|メモ|便笺",
    "tasks": "tasks|to do|aufgaben|tâches|tareas|tarefas|attività|taken|uppgifter|opgaver|oppgaver|tehtävät|zadania"
             "|úkoly|задачи|タスク|任务",
    "automatic": "journal|conversation history|aufgezeichnete unterhaltungen|sync issues|synchronisierungsprobleme"
                 "|conflicts|local failures|server failures|rss feeds|rss-feeds|rss subscriptions|chats|templates"
                 "|vorlagen|apple mail to do|snoozed|scheduled|quick step settings",
}
"""By use, names that mail programs and servers give to such folders, in several languages; with no claim to be all.

Not those of "all", "flagged" and "important": whether a folder shows messages of others again changes what is counted,
and a name must not decide that.
"""
_USUAL = {name: use for use, names in _NAMES.items() for name in names.split("|")}


def usual_use(name: str) -> str:
    """What a folder of this name, without those above it, is usually for; empty where nothing tells."""
    return _USUAL.get(name.strip().lower(), "")
