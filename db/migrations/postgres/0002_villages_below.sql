ALTER TABLE "division" ADD COLUMN "villages" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "note_en" text COLLATE "C" DEFAULT '' NOT NULL;