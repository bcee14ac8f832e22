CREATE TABLE `audit_event` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor_id` integer,
	`actor_name` text NOT NULL,
	`actor_role` text NOT NULL,
	`scope_code` text NOT NULL,
	`verb` text NOT NULL,
	`subject_type` text NOT NULL,
	`subject_id` integer,
	`subject_name` text NOT NULL,
	`division_code` text NOT NULL,
	`request` text NOT NULL,
	`payload` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_event_subject` ON `audit_event` (`subject_type`,`subject_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_event_actor` ON `audit_event` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_event_verb` ON `audit_event` (`verb`,`seq`);--> statement-breakpoint
CREATE TABLE `cluster_member` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`cluster_id` integer NOT NULL,
	`village_id` integer NOT NULL,
	`leads` integer NOT NULL,
	FOREIGN KEY (`cluster_id`) REFERENCES `cluster`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cluster_member_once` ON `cluster_member` (`cluster_id`,`village_id`);--> statement-breakpoint
CREATE INDEX `cluster_member_village` ON `cluster_member` (`village_id`);--> statement-breakpoint
CREATE TABLE `cluster` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`provenance` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `division_code` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`division_id` integer NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`edition` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `division_code_edition` ON `division_code` (`edition`,`code`);--> statement-breakpoint
CREATE INDEX `division_code_division` ON `division_code` (`division_id`);--> statement-breakpoint
CREATE TABLE `division` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`level` text NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`kind` text NOT NULL,
	`parent_id` integer,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`ur_code` text,
	`plan` text DEFAULT '' NOT NULL,
	`contact` text DEFAULT '' NOT NULL,
	`contact_phone` text DEFAULT '' NOT NULL,
	`ended_on` text,
	`updated_by` text,
	`updated_at` text,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `division_code_now` ON `division` (`code`);--> statement-breakpoint
CREATE INDEX `division_parent` ON `division` (`parent_id`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `source_fact` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`theme` text NOT NULL,
	`title` text NOT NULL,
	`title_en` text NOT NULL,
	`value` text NOT NULL,
	`value_en` text NOT NULL,
	`qualifier` text DEFAULT '' NOT NULL,
	`qualifier_en` text DEFAULT '' NOT NULL,
	`quote` text DEFAULT '' NOT NULL,
	`restricted` integer NOT NULL,
	`rank` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `source_fact_key` ON `source_fact` (`key`);--> statement-breakpoint
CREATE TABLE `filing_calendar` (
	`month` text PRIMARY KEY NOT NULL,
	`opens_on` text NOT NULL,
	`due_on` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `filing_month` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`town_id` integer NOT NULL,
	`month` text NOT NULL,
	`state` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`changed_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `filing_month_once` ON `filing_month` (`town_id`,`month`);--> statement-breakpoint
CREATE TABLE `submission` (
	`key` text NOT NULL,
	`actor` text NOT NULL,
	`verb` text NOT NULL,
	`body_hash` text NOT NULL,
	`result` text,
	`at` text NOT NULL,
	PRIMARY KEY(`actor`, `key`)
);
--> statement-breakpoint
CREATE TABLE `funding_posting` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`stage` text NOT NULL,
	`source` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`on_day` text NOT NULL,
	`year` integer NOT NULL,
	`document_no` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`explanation` text DEFAULT '' NOT NULL,
	`reverses_id` integer,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `funding_posting_project` ON `funding_posting` (`project_id`,`source`,`stage`);--> statement-breakpoint
CREATE INDEX `funding_posting_year` ON `funding_posting` (`year`,`stage`,`source`);--> statement-breakpoint
CREATE INDEX `funding_posting_document` ON `funding_posting` (`document_no`);--> statement-breakpoint
CREATE UNIQUE INDEX `funding_posting_reverses` ON `funding_posting` (`reverses_id`);--> statement-breakpoint
CREATE TABLE `funding_year` (
	`division_id` integer NOT NULL,
	`year` integer NOT NULL,
	`source` text NOT NULL,
	`stage` text NOT NULL,
	`amount_fen` integer NOT NULL,
	PRIMARY KEY(`division_id`, `year`, `source`, `stage`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `account` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`basis_id` integer NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`name_en` text NOT NULL,
	`kind` text NOT NULL,
	`may_be_negative` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`rank` integer NOT NULL,
	FOREIGN KEY (`basis_id`) REFERENCES `basis`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_code` ON `account` (`basis_id`,`code`);--> statement-breakpoint
CREATE TABLE `basis` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`document` text NOT NULL,
	`from_on` text NOT NULL,
	`to_on` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `basis_key` ON `basis` (`key`);--> statement-breakpoint
CREATE TABLE `income_month` (
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
CREATE TABLE `income_posting` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`village_id` integer NOT NULL,
	`month` text NOT NULL,
	`account_id` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`one_off` integer NOT NULL,
	`project_id` integer,
	`voucher` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`reverses_id` integer,
	`by_proxy` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `income_posting_village` ON `income_posting` (`village_id`,`month`,`account_id`);--> statement-breakpoint
CREATE INDEX `income_posting_month` ON `income_posting` (`month`,`village_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `income_posting_reverses` ON `income_posting` (`reverses_id`);--> statement-breakpoint
CREATE INDEX `income_posting_project` ON `income_posting` (`project_id`);--> statement-breakpoint
CREATE TABLE `income_target` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`village_id` integer NOT NULL,
	`year` integer NOT NULL,
	`revision` integer NOT NULL,
	`amount_fen` integer NOT NULL,
	`reason` text NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `income_target_once` ON `income_target` (`village_id`,`year`,`revision`);--> statement-breakpoint
CREATE TABLE `income_year` (
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
	PRIMARY KEY(`division_id`, `year`),
	FOREIGN KEY (`division_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tier` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`from_year` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`name_en` text NOT NULL,
	`from_fen` integer,
	`to_fen` integer,
	`rank` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tier_key` ON `tier` (`from_year`,`key`);--> statement-breakpoint
CREATE TABLE `api_token` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`token_hash` text NOT NULL,
	`person_id` integer NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`used_at` text,
	`revoked_at` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_token_hash` ON `api_token` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_token_person` ON `api_token` (`person_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	`role` text NOT NULL,
	`scope_id` integer NOT NULL,
	`password_hash` text NOT NULL,
	`must_change_password` integer NOT NULL,
	`totp_secret` text,
	`totp_last_step` integer,
	`disabled_at` text,
	`provenance` text DEFAULT 'real' NOT NULL,
	`created_at` text NOT NULL,
	`updated_by` text,
	`updated_at` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`scope_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_username` ON `person` (`username`);--> statement-breakpoint
CREATE INDEX `person_scope` ON `person` (`scope_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`token_hash` text NOT NULL,
	`person_id` integer NOT NULL,
	`second_factor` integer NOT NULL,
	`created_at` text NOT NULL,
	`seen_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token_hash`);--> statement-breakpoint
CREATE INDEX `session_person` ON `session` (`person_id`);--> statement-breakpoint
CREATE TABLE `sign_in_attempt` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`username` text NOT NULL,
	`at` text NOT NULL,
	`succeeded` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_attempt_username` ON `sign_in_attempt` (`username`,`at`);--> statement-breakpoint
CREATE TABLE `light_rule` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`effective_on` text NOT NULL,
	`thresholds` text NOT NULL,
	`source` text NOT NULL,
	`person_id` integer,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `phase_passing` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`phase` text NOT NULL,
	`actual_on` text NOT NULL,
	`evidence_kind` text NOT NULL,
	`evidence` text NOT NULL,
	`person_id` integer,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phase_passing_once` ON `phase_passing` (`project_id`,`phase`);--> statement-breakpoint
CREATE TABLE `phase_plan` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`phase` text NOT NULL,
	`planned_on` text NOT NULL,
	`planned_bp` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `phase_plan_once` ON `phase_plan` (`project_id`,`revision`,`phase`);--> statement-breakpoint
CREATE TABLE `project_pause` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`kind` text NOT NULL,
	`on_day` text NOT NULL,
	`reason` text NOT NULL,
	`approval` text DEFAULT '' NOT NULL,
	`person_id` integer,
	`recorded_at` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `project_pause_project` ON `project_pause` (`project_id`,`on_day`);--> statement-breakpoint
CREATE TABLE `project_report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`month` text NOT NULL,
	`progress_bp` integer NOT NULL,
	`phase` text NOT NULL,
	`delay_reason` text,
	`delay_text` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`forecast_on` text,
	`by_proxy` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`recorded_at` text NOT NULL,
	`provenance` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `project_report_month` ON `project_report` (`project_id`,`month`,`id`);--> statement-breakpoint
CREATE TABLE `project_village` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`village_id` integer NOT NULL,
	`share_bp` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`village_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `project_village_once` ON `project_village` (`project_id`,`village_id`);--> statement-breakpoint
CREATE INDEX `project_village_village` ON `project_village` (`village_id`);--> statement-breakpoint
CREATE TABLE `project` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`number` text NOT NULL,
	`name` text NOT NULL,
	`pinyin` text NOT NULL,
	`initials` text NOT NULL,
	`level` text NOT NULL,
	`type` text NOT NULL,
	`sector` text NOT NULL,
	`approaches` text NOT NULL,
	`town_id` integer NOT NULL,
	`owner` text NOT NULL,
	`contact` text DEFAULT '' NOT NULL,
	`contact_phone` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`same_as_id` integer,
	`created_on` text NOT NULL,
	`ended_on` text,
	`ended_reason` text DEFAULT '' NOT NULL,
	`provenance` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_by` text,
	`updated_at` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`town_id`) REFERENCES `division`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `project_number` ON `project` (`number`);--> statement-breakpoint
CREATE INDEX `project_town` ON `project` (`town_id`);--> statement-breakpoint
CREATE INDEX `project_same_as` ON `project` (`same_as_id`);