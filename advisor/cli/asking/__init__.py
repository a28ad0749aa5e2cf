"""Prompts, and the course of an interview on a terminal."""
