"""What a self-hoster sees of a running Viva: its log, its health, its numbers, its backups."""
