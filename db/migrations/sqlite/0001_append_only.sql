-- What was posted stays: corrections are new rows. recursive_triggers makes INSERT OR REPLACE fire the delete trigger too.
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER income_posting_no_update BEFORE UPDATE ON income_posting BEGIN SELECT RAISE(ABORT, 'income_posting is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER income_posting_no_delete BEFORE DELETE ON income_posting BEGIN SELECT RAISE(ABORT, 'income_posting is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER income_target_no_update BEFORE UPDATE ON income_target BEGIN SELECT RAISE(ABORT, 'income_target is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER income_target_no_delete BEFORE DELETE ON income_target BEGIN SELECT RAISE(ABORT, 'income_target is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER funding_posting_no_update BEFORE UPDATE ON funding_posting BEGIN SELECT RAISE(ABORT, 'funding_posting is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER funding_posting_no_delete BEFORE DELETE ON funding_posting BEGIN SELECT RAISE(ABORT, 'funding_posting is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_report_no_update BEFORE UPDATE ON project_report BEGIN SELECT RAISE(ABORT, 'project_report is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_report_no_delete BEFORE DELETE ON project_report BEGIN SELECT RAISE(ABORT, 'project_report is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER phase_plan_no_update BEFORE UPDATE ON phase_plan BEGIN SELECT RAISE(ABORT, 'phase_plan is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER phase_plan_no_delete BEFORE DELETE ON phase_plan BEGIN SELECT RAISE(ABORT, 'phase_plan is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER phase_passing_no_update BEFORE UPDATE ON phase_passing BEGIN SELECT RAISE(ABORT, 'phase_passing is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER phase_passing_no_delete BEFORE DELETE ON phase_passing BEGIN SELECT RAISE(ABORT, 'phase_passing is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_pause_no_update BEFORE UPDATE ON project_pause BEGIN SELECT RAISE(ABORT, 'project_pause is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER project_pause_no_delete BEFORE DELETE ON project_pause BEGIN SELECT RAISE(ABORT, 'project_pause is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER light_rule_no_update BEFORE UPDATE ON light_rule BEGIN SELECT RAISE(ABORT, 'light_rule is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER light_rule_no_delete BEFORE DELETE ON light_rule BEGIN SELECT RAISE(ABORT, 'light_rule is append-only'); END;
