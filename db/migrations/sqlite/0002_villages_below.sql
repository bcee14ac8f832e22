ALTER TABLE `division` ADD `villages` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `account` ADD `note_en` text DEFAULT '' NOT NULL;