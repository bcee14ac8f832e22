CREATE TABLE `former_password` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`password_hash` text NOT NULL,
	`left_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `former_password_person` ON `former_password` (`person_id`);--> statement-breakpoint
CREATE TABLE `refusal_count` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`window_from` text NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refusal_count_name` ON `refusal_count` (`name`,`window_from`);--> statement-breakpoint
ALTER TABLE `audit_event` ADD `address` text;--> statement-breakpoint
ALTER TABLE `api_token` ADD `expires_at` text;--> statement-breakpoint
ALTER TABLE `api_token` ADD `used_from` text;