CREATE TABLE `notice_seen` (
	`person_id` integer PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `audit_event` ADD `hashed_by` text;--> statement-breakpoint
ALTER TABLE `person` ADD `duty` text;--> statement-breakpoint
ALTER TABLE `person` ADD `password_since` text;--> statement-breakpoint
ALTER TABLE `person` ADD `awaits_since` text;--> statement-breakpoint
ALTER TABLE `person` ADD `requested_by` integer;