"""One async function per thing that a person, or the clock, can do; nothing here knows Discord."""
