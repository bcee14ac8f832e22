DROP INDEX "phase_passing_once";--> statement-breakpoint
CREATE INDEX "phase_passing_project" ON "phase_passing" USING btree ("project_id","phase");