CREATE TRIGGER income_withdrawal_no_change BEFORE UPDATE OR DELETE ON "income_withdrawal" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_withdrawal_no_truncate BEFORE TRUNCATE ON "income_withdrawal" EXECUTE FUNCTION refuse_change();
