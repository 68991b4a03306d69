"""The rules of good authorship, a module for each subject; `bot.library.lint` lists them in one table."""
