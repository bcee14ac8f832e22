-- What was posted stays: corrections are new rows.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON "audit_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON "audit_event" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_posting_no_change BEFORE UPDATE OR DELETE ON "income_posting" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_posting_no_truncate BEFORE TRUNCATE ON "income_posting" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_target_no_change BEFORE UPDATE OR DELETE ON "income_target" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_target_no_truncate BEFORE TRUNCATE ON "income_target" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER funding_posting_no_change BEFORE UPDATE OR DELETE ON "funding_posting" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER funding_posting_no_truncate BEFORE TRUNCATE ON "funding_posting" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_report_no_change BEFORE UPDATE OR DELETE ON "project_report" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_report_no_truncate BEFORE TRUNCATE ON "project_report" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER phase_plan_no_change BEFORE UPDATE OR DELETE ON "phase_plan" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER phase_plan_no_truncate BEFORE TRUNCATE ON "phase_plan" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER phase_passing_no_change BEFORE UPDATE OR DELETE ON "phase_passing" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER phase_passing_no_truncate BEFORE TRUNCATE ON "phase_passing" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_pause_no_change BEFORE UPDATE OR DELETE ON "project_pause" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER project_pause_no_truncate BEFORE TRUNCATE ON "project_pause" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER light_rule_no_change BEFORE UPDATE OR DELETE ON "light_rule" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER light_rule_no_truncate BEFORE TRUNCATE ON "light_rule" EXECUTE FUNCTION refuse_change();
