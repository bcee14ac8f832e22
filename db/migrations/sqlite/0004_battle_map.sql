CREATE TABLE `division_version` (
	`division_id` integer NOT NULL,
	`version` integer NOT NULL,
	`plan` text NOT NULL,
	`contact` text NOT NULL,
	`contact_phone` text NOT NULL,
	`updated_by` text,
	`recorded_at` text NOT NULL,
	PRIMARY KEY(`division_id`, `version`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `map_import` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`division_id` integer NOT NULL,
	`file_name` text NOT NULL,
	`datum` text NOT NULL,
	`shapes` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `map_shape` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` integer NOT NULL,
	`division_id` integer NOT NULL,
	`kind` text NOT NULL,
	`geometry` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `map_import`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `map_shape_division` ON `map_shape` (`division_id`,`kind`,`id`);--> statement-breakpoint
CREATE TABLE `comment` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`meeting_id` integer,
	`project_id` integer,
	`village_id` integer,
	`text` text NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meeting`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `comment_meeting` ON `comment` (`meeting_id`,`id`);--> statement-breakpoint
CREATE INDEX `comment_project` ON `comment` (`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `comment_village` ON `comment` (`village_id`,`id`);--> statement-breakpoint
CREATE TABLE `meeting` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`division_id` integer NOT NULL,
	`title` text NOT NULL,
	`started_at` text NOT NULL,
	`head_seq` integer NOT NULL,
	`head_hash` text NOT NULL,
	`ended_at` text,
	`conclusion` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`updated_by` text,
	`updated_at` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `meeting_division` ON `meeting` (`division_id`,`id`);--> statement-breakpoint
CREATE TABLE `screen` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`token_hash` text NOT NULL,
	`name` text NOT NULL,
	`scope_id` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`created_at` text NOT NULL,
	`seen_at` text,
	`revoked_at` text,
	FOREIGN KEY (`scope_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `screen_token` ON `screen` (`token_hash`);--> statement-breakpoint
CREATE INDEX `screen_scope` ON `screen` (`scope_id`);--> statement-breakpoint
CREATE TABLE `light_override` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`kind` text NOT NULL,
	`light` text,
	`from_on` text NOT NULL,
	`expires_on` text,
	`reason` text NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `light_override_project` ON `light_override` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `project_version` (
	`project_id` integer NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`type` text NOT NULL,
	`sector` text NOT NULL,
	`approaches` text NOT NULL,
	`town_id` integer NOT NULL,
	`owner` text NOT NULL,
	`contact` text NOT NULL,
	`contact_phone` text NOT NULL,
	`description` text NOT NULL,
	`same_as_id` integer,
	`ended_on` text,
	`ended_reason` text NOT NULL,
	`updated_by` text,
	`recorded_at` text NOT NULL,
	PRIMARY KEY(`project_id`, `version`),
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `project_village_version` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`project_version` integer NOT NULL,
	`village_id` integer NOT NULL,
	`share_bp` integer NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `project_village_version_once` ON `project_village_version` (`project_id`,`project_version`,`village_id`);