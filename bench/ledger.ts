import Database from "better-sqlite3";

/**
 * Fills the funding ledger of a demonstration up to `rows` postings: its own, over and over, on other days,
 * by its own recorder. Roll-ups are left as they are: an export reads postings.
 */
export function fillLedger(file: string, rows: number): void {
  const db = new Database(file);
  const columns =
    "project_id, stage, source, amount_fen, on_day, year, document_no, note, explanation, person_id, person_name, recorded_at, provenance";
  const { had } = db.prepare("select count(*) as had from funding_posting").get() as { had: number };
  db.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${Math.ceil(rows / had)})
    insert into funding_posting (${columns})
    select ${columns} from (select * from funding_posting order by id) p, n limit ${rows - had}`);
  db.close();
}
