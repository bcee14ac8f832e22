-- What a database already held: the other bases of its yearly sums, village by village, then their towns and counties.
UPDATE income_year SET
  recurring_gap_fen = CASE WHEN with_data = 1 AND operating_fen - one_off_fen < target_fen THEN target_fen - (operating_fen - one_off_fen) ELSE 0 END,
  recurring_met = CASE WHEN with_data = 1 AND operating_fen - one_off_fen >= target_fen THEN 1 ELSE 0 END,
  net_return_gap_fen = CASE WHEN with_data = 1 AND operating_fen - cost_fen < target_fen THEN target_fen - (operating_fen - cost_fen) ELSE 0 END,
  net_return_met = CASE WHEN with_data = 1 AND operating_fen - cost_fen >= target_fen THEN 1 ELSE 0 END,
  total_gap_fen = CASE WHEN with_data = 1 AND operating_fen + other_fen < target_fen THEN target_fen - (operating_fen + other_fen) ELSE 0 END,
  total_met = CASE WHEN with_data = 1 AND operating_fen + other_fen >= target_fen THEN 1 ELSE 0 END
WHERE division_id IN (SELECT id FROM division WHERE level = 'village');
--> statement-breakpoint
UPDATE income_year SET
  recurring_gap_fen = coalesce((SELECT sum(y.recurring_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  recurring_met = coalesce((SELECT sum(y.recurring_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  net_return_gap_fen = coalesce((SELECT sum(y.net_return_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  net_return_met = coalesce((SELECT sum(y.net_return_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  total_gap_fen = coalesce((SELECT sum(y.total_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  total_met = coalesce((SELECT sum(y.total_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0)
WHERE division_id IN (SELECT id FROM division WHERE level = 'town');
--> statement-breakpoint
UPDATE income_year SET
  recurring_gap_fen = coalesce((SELECT sum(y.recurring_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  recurring_met = coalesce((SELECT sum(y.recurring_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  net_return_gap_fen = coalesce((SELECT sum(y.net_return_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  net_return_met = coalesce((SELECT sum(y.net_return_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  total_gap_fen = coalesce((SELECT sum(y.total_gap_fen) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0),
  total_met = coalesce((SELECT sum(y.total_met) FROM income_year y JOIN division v ON v.id = y.division_id WHERE v.parent_id = income_year.division_id AND y.year = income_year.year), 0)
WHERE division_id IN (SELECT id FROM division WHERE level = 'county');
--> statement-breakpoint
INSERT INTO approved_income_year (division_id, year, operating_fen, one_off_fen, other_fen, cost_fen, target_fen, gap_fen, villages, with_data, met)
SELECT d.id, t.year, 0, 0, 0, 0, sum(t.amount_fen), 0, count(*), 0, 0
FROM income_target t JOIN division v ON v.id = t.village_id JOIN division w ON w.id = v.parent_id JOIN division d ON d.id = v.id OR d.id = w.id OR d.id = w.parent_id
WHERE t.revision = (SELECT max(n.revision) FROM income_target n WHERE n.village_id = t.village_id AND n.year = t.year)
GROUP BY d.id, t.year;
--> statement-breakpoint
INSERT INTO setting (key, value) SELECT 'receiptGraceDays', '15' WHERE EXISTS (SELECT 1 FROM setting WHERE key = 'campaignTargetFen');
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 0 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '501' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '501';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '承包金', 'contract fees', 1 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '501' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '511';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '所属单位上交利润', 'remitted profits', 2 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '511' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '511';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 3 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '511' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '561';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 4 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '502' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '522';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 5 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '502' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '521';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 6 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '503' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '531';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 7 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '521' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '502';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 8 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '523' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '541';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 9 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '301' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '311001';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 10 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '301' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '311002';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 11 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '245' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '241';
--> statement-breakpoint
CREATE TRIGGER filing_event_no_change BEFORE UPDATE OR DELETE ON "filing_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER filing_event_no_truncate BEFORE TRUNCATE ON "filing_event" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER filing_remark_no_change BEFORE UPDATE OR DELETE ON "filing_remark" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER filing_remark_no_truncate BEFORE TRUNCATE ON "filing_remark" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER filing_answer_no_change BEFORE UPDATE OR DELETE ON "filing_answer" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER filing_answer_no_truncate BEFORE TRUNCATE ON "filing_answer" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_receipt_no_change BEFORE UPDATE OR DELETE ON "income_receipt" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_receipt_no_truncate BEFORE TRUNCATE ON "income_receipt" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_share_no_change BEFORE UPDATE OR DELETE ON "income_share" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER income_share_no_truncate BEFORE TRUNCATE ON "income_share" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER funding_mode_no_change BEFORE UPDATE OR DELETE ON "funding_mode" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER funding_mode_no_truncate BEFORE TRUNCATE ON "funding_mode" EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exception_act_no_change BEFORE UPDATE OR DELETE ON "exception_act" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER exception_act_no_truncate BEFORE TRUNCATE ON "exception_act" EXECUTE FUNCTION refuse_change();
