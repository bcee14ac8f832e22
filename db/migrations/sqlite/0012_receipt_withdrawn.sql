CREATE TABLE `income_withdrawal` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`receipt_id` integer NOT NULL,
	`from_month` text NOT NULL,
	`reason` text NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`receipt_id`) REFERENCES `income_receipt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `income_withdrawal_once` ON `income_withdrawal` (`receipt_id`,`from_month`);