CREATE TABLE `filing_answer` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`remark_id` integer NOT NULL,
	`answer` text NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`remark_id`) REFERENCES `filing_remark`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `filing_answer_remark` ON `filing_answer` (`remark_id`);--> statement-breakpoint
CREATE TABLE `filing_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`town_id` integer NOT NULL,
	`month` text NOT NULL,
	`version` integer NOT NULL,
	`act` text NOT NULL,
	`state` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`unlocked_until` text,
	`income_up_to` integer,
	`funding_up_to` integer,
	`late` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `filing_event_once` ON `filing_event` (`town_id`,`month`,`version`);--> statement-breakpoint
CREATE TABLE `filing_remark` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` integer NOT NULL,
	`subject` text NOT NULL,
	`subject_id` integer,
	`label` text NOT NULL,
	`remark` text NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `filing_event`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `filing_remark_event` ON `filing_remark` (`event_id`);--> statement-breakpoint
CREATE TABLE `approved_funding_year` (
	`division_id` integer NOT NULL,
	`year` integer NOT NULL,
	`source` text NOT NULL,
	`stage` text NOT NULL,
	`amount_fen` integer NOT NULL,
	PRIMARY KEY(`division_id`, `year`, `source`, `stage`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `exception_act` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`project_id` integer NOT NULL,
	`act` text NOT NULL,
	`state` text NOT NULL,
	`owner_id` integer,
	`owner_name` text DEFAULT '' NOT NULL,
	`explanation` text DEFAULT '' NOT NULL,
	`due_on` text,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exception_act_key` ON `exception_act` (`kind`,`key`);--> statement-breakpoint
CREATE INDEX `exception_act_project` ON `exception_act` (`project_id`);--> statement-breakpoint
CREATE TABLE `funding_mode` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`source` text NOT NULL,
	`mode` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `funding_mode_project` ON `funding_mode` (`project_id`,`source`);--> statement-breakpoint
CREATE TABLE `account_mapping` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`from_id` integer NOT NULL,
	`to_id` integer NOT NULL,
	`part` text NOT NULL,
	`part_en` text NOT NULL,
	`rank` integer NOT NULL,
	FOREIGN KEY (`from_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_mapping_once` ON `account_mapping` (`from_id`,`to_id`,`part`);--> statement-breakpoint
CREATE TABLE `approved_income_month` (
	`division_id` integer NOT NULL,
	`month` text NOT NULL,
	`operating_fen` integer NOT NULL,
	`one_off_fen` integer NOT NULL,
	`other_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`posted` integer NOT NULL,
	PRIMARY KEY(`division_id`, `month`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `approved_income_year` (
	`division_id` integer NOT NULL,
	`year` integer NOT NULL,
	`operating_fen` integer NOT NULL,
	`one_off_fen` integer NOT NULL,
	`other_fen` integer NOT NULL,
	`cost_fen` integer NOT NULL,
	`target_fen` integer NOT NULL,
	`gap_fen` integer NOT NULL,
	`villages` integer NOT NULL,
	`with_data` integer NOT NULL,
	`met` integer NOT NULL,
	`recurring_gap_fen` integer DEFAULT 0 NOT NULL,
	`recurring_met` integer DEFAULT 0 NOT NULL,
	`net_return_gap_fen` integer DEFAULT 0 NOT NULL,
	`net_return_met` integer DEFAULT 0 NOT NULL,
	`total_gap_fen` integer DEFAULT 0 NOT NULL,
	`total_met` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`division_id`, `year`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `income_receipt` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`town_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`received_on` text NOT NULL,
	`from_month` text NOT NULL,
	`months` integer NOT NULL,
	`split` text NOT NULL,
	`project_id` integer,
	`one_off` integer NOT NULL,
	`voucher` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `income_receipt_town` ON `income_receipt` (`town_id`,`from_month`);--> statement-breakpoint
CREATE TABLE `income_share` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`receipt_id` integer NOT NULL,
	`village_id` integer NOT NULL,
	`month` text NOT NULL,
	`share_bp` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`receipt_id`) REFERENCES `income_receipt`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `income_share_once` ON `income_share` (`receipt_id`,`village_id`,`month`);--> statement-breakpoint
CREATE INDEX `income_share_month` ON `income_share` (`month`,`village_id`);--> statement-breakpoint
CREATE TABLE `column_profile` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`scope_id` integer NOT NULL,
	`columns` text,
	`updated_by` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`scope_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `column_profile_name` ON `column_profile` (`scope_id`,`kind`,`name`);--> statement-breakpoint
CREATE TABLE `intake` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`town_id` integer,
	`month` text,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`state` text NOT NULL,
	`content` text,
	`outcome` text,
	`rows` integer DEFAULT 0 NOT NULL,
	`person_id` integer NOT NULL,
	`person_name` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `intake_person` ON `intake` (`person_id`,`id`);--> statement-breakpoint
ALTER TABLE `filing_month` ADD `unlocked_until` text;--> statement-breakpoint
ALTER TABLE `filing_month` ADD `income_up_to` integer;--> statement-breakpoint
ALTER TABLE `filing_month` ADD `funding_up_to` integer;--> statement-breakpoint
ALTER TABLE `funding_posting` ADD `movement` text DEFAULT 'ordinary' NOT NULL;--> statement-breakpoint
ALTER TABLE `income_posting` ADD `share_id` integer REFERENCES income_share(id);--> statement-breakpoint
CREATE INDEX `income_posting_share` ON `income_posting` (`share_id`);--> statement-breakpoint
ALTER TABLE `income_year` ADD `recurring_gap_fen` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `income_year` ADD `recurring_met` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `income_year` ADD `net_return_gap_fen` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `income_year` ADD `net_return_met` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `income_year` ADD `total_gap_fen` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `income_year` ADD `total_met` integer DEFAULT 0 NOT NULL;