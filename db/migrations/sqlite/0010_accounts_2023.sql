-- The codes of the 2023 regime as they are published (财会〔2023〕14号). An account is its row: what is posted stays in it, and only
-- what the row is called changes. The order frees each code before another account takes it.
UPDATE account SET code = '504' WHERE code = '503' AND name = '其他收入' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '503' WHERE code = '502' AND name = '补助收入' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '502' WHERE code = '511' AND name = '投资收益' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '511' WHERE code = '521' AND name = '经营支出' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '513' WHERE code = '523' AND name = '管理费用' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '241' WHERE code = '245' AND name = '专项应付款' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account SET code = '311', name = '公积公益金', name_en = 'Reserve and welfare fund', note = '征地补偿费、捐赠资产计入公积公益金，不是收入',
  note_en = 'land compensation and donated assets belong to the reserve and welfare fund'
WHERE code = '301' AND kind = 'never' AND basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
INSERT INTO account (basis_id, code, name, name_en, kind, may_be_negative, note, note_en, rank) SELECT id, '512', '税金及附加', 'Taxes and surcharges', 'tax', FALSE, '', '', 0 FROM basis WHERE key = '2023';
--> statement-breakpoint
INSERT INTO account (basis_id, code, name, name_en, kind, may_be_negative, note, note_en, rank) SELECT id, '514', '公益支出', 'Public-welfare expenses', 'welfare', FALSE, '', '', 0 FROM basis WHERE key = '2023';
--> statement-breakpoint
INSERT INTO account (basis_id, code, name, name_en, kind, may_be_negative, note, note_en, rank) SELECT id, '515', '其他支出', 'Other expenses', 'otherCost', FALSE, '利息支出、盘亏等', '', 0 FROM basis WHERE key = '2023';
--> statement-breakpoint
INSERT INTO account (basis_id, code, name, name_en, kind, may_be_negative, note, note_en, rank) SELECT id, '521', '所得税费用', 'Income tax', 'incomeTax', FALSE, '', '', 0 FROM basis WHERE key = '2023';
--> statement-breakpoint
UPDATE account SET rank = CASE code WHEN '501' THEN 0 WHEN '502' THEN 1 WHEN '503' THEN 2 WHEN '504' THEN 3 WHEN '511' THEN 4 WHEN '512' THEN 5 WHEN '513' THEN 6 WHEN '514' THEN 7 WHEN '515' THEN 8 WHEN '521' THEN 9 WHEN '311' THEN 10 WHEN '241' THEN 11 ELSE rank END WHERE basis_id IN (SELECT id FROM basis WHERE key = '2023');
--> statement-breakpoint
UPDATE account_mapping SET rank = rank + 2 WHERE rank >= 9;
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '', '', 9 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '515' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '551';
--> statement-breakpoint
INSERT INTO account_mapping (from_id, to_id, part, part_en, rank) SELECT f.id, t.id, '公益性支出', 'public welfare', 10 FROM account f JOIN basis fb ON fb.id = f.basis_id AND fb.key = '2004' JOIN account t ON t.code = '514' JOIN basis tb ON tb.id = t.basis_id AND tb.key = '2023' WHERE f.code = '551';
--> statement-breakpoint
-- What was read of a file by the codes of before would be taken by those of now: it is sent in again.
UPDATE intake SET state = 'cancelled' WHERE kind = 'income' AND month >= '2024-01' AND state IN ('reading', 'ready');
