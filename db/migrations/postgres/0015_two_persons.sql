CREATE TABLE "notice_seen" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "hashed_by" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "duty" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "password_since" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "awaits_since" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "requested_by" bigint;--> statement-breakpoint
ALTER TABLE "notice_seen" ADD CONSTRAINT "notice_seen_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;