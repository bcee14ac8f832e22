CREATE TRIGGER income_withdrawal_no_update BEFORE UPDATE ON income_withdrawal BEGIN SELECT RAISE(ABORT, 'income_withdrawal is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER income_withdrawal_no_delete BEFORE DELETE ON income_withdrawal BEGIN SELECT RAISE(ABORT, 'income_withdrawal is append-only'); END;
