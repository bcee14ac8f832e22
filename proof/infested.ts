import Database from "better-sqlite3";

// Puts texts into every column that holds somebody's words: also where a form is shorter, or where the office
// alone writes.

const words: Record<string, string> = {
  account: "name name_en note note_en",
  account_mapping: "part part_en",
  api_token: "name",
  audit_event: "actor_name subject_name",
  basis: "name document",
  cluster: "name",
  column_profile: "name",
  comment: "text person_name",
  division: "name short_name plan contact contact_phone updated_by",
  division_code: "name edition note",
  division_version: "plan contact contact_phone updated_by",
  exception_act: "owner_name explanation person_name",
  filing_answer: "answer person_name",
  filing_event: "reason person_name",
  filing_month: "reason",
  filing_remark: "label remark",
  funding_mode: "reason person_name",
  funding_posting: "document_no note explanation person_name",
  income_posting: "voucher note person_name",
  income_receipt: "voucher note person_name",
  income_target: "reason person_name",
  income_withdrawal: "reason person_name",
  intake: "file_name person_name",
  light_override: "reason person_name",
  light_rule: "source",
  map_import: "file_name person_name",
  meeting: "title conclusion person_name updated_by",
  person: "name post updated_by",
  phase_passing: "evidence",
  phase_plan: "reason",
  project: "name number owner contact contact_phone description ended_reason updated_by",
  project_pause: "reason approval",
  project_report: "delay_text note person_name",
  project_version: "name owner contact contact_phone description ended_reason updated_by",
  screen: "name person_name",
  source_fact: "title title_en value value_en qualifier qualifier_en quote",
  tier: "name name_en",
};
/** Codes, choices, days, hashes, and what the machine writes of a text for itself: no words of anybody's. */
const noWords: Record<string, string> = {
  account: "code kind",
  api_token: "token_hash created_at used_at revoked_at expires_at used_from",
  approved_funding_year: "source stage",
  approved_income_month: "month",
  audit_event:
    "at actor_role scope_code verb subject_type division_code request payload previous_hash hash hashed_by address",
  basis: "key from_on to_on",
  cluster: "provenance",
  column_profile: "kind columns updated_by updated_at",
  comment: "recorded_at provenance",
  division: "code level kind pinyin initials ur_code ended_on updated_at villages",
  division_code: "code",
  division_version: "recorded_at",
  exception_act: "kind key act state due_on recorded_at",
  filing_answer: "recorded_at",
  filing_calendar: "month opens_on due_on",
  filing_event: "month act state unlocked_until recorded_at provenance",
  filing_month: "month state changed_at unlocked_until",
  filing_remark: "subject",
  former_password: "password_hash left_at",
  funding_mode: "source mode recorded_at",
  funding_posting: "stage source on_day recorded_at provenance movement",
  funding_year: "source stage",
  income_month: "month",
  income_posting: "month recorded_at provenance",
  income_receipt: "received_on from_month split recorded_at provenance",
  income_share: "month recorded_at",
  income_target: "recorded_at",
  income_withdrawal: "from_month recorded_at provenance",
  intake: "kind month sha256 state content outcome created_at updated_at",
  light_override: "kind light from_on expires_on recorded_at",
  light_rule: "effective_on thresholds recorded_at",
  map_import: "datum recorded_at",
  map_shape: "kind geometry recorded_at",
  meeting: "started_at head_hash ended_at updated_at",
  person:
    "username role duty awaits_since password_since password_hash totp_secret disabled_at provenance created_at updated_at",
  phase_passing: "phase actual_on evidence_kind recorded_at",
  phase_plan: "phase planned_on recorded_at",
  project:
    "pinyin initials level type sector approaches created_on ended_on provenance created_at updated_at",
  project_pause: "kind on_day recorded_at",
  project_report: "month phase delay_reason forecast_on recorded_at provenance",
  project_version: "pinyin initials type sector approaches ended_on recorded_at",
  project_village_version: "recorded_at",
  refusal_count: "name window_from",
  schema_migration: "tag applied_at",
  screen: "token_hash created_at seen_at revoked_at",
  session: "token_hash created_at seen_at",
  setting: "key value",
  sign_in_attempt: "username at",
  source_fact: "key theme",
  submission: "key actor verb body_hash result at",
  tier: "key",
};

// All the texts stand in the newest rows and in every tenth, so that each list and each page about one thing
// has them; one in each other.
const newest = 3;
const every = 10;

/** @returns how many columns and values were written. @throws for a column that is in neither list */
export function infest(file: string, texts: readonly string[]): { columns: number; values: number } {
  const db = new Database(file);
  try {
    for (const trigger of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
      db.exec(`DROP TRIGGER "${trigger}"`);
    db.function("bundle", { deterministic: true }, (id: unknown) => rotated(texts, Number(id)).join(" "));
    db.function("single", { deterministic: true }, (id: unknown) => texts[Number(id) % texts.length] ?? "");
    let [columns, values] = [0, 0];
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    db.transaction(() => {
      for (const table of tables)
        for (const column of textsOf(db, table)) {
          const after =
            Number(db.prepare(`SELECT coalesce(max(rowid), 0) FROM "${table}"`).pluck().get()) - newest;
          const all = `rowid > ${after} OR rowid % ${every} = 0`;
          const text =
            column === "number"
              ? "single(rowid) || rowid"
              : `CASE WHEN ${all} THEN bundle(rowid) ELSE single(rowid) END`;
          values += db.prepare(`UPDATE "${table}" SET "${column}" = ${text}`).run().changes;
          columns++;
        }
    })();
    return { columns, values };
  } finally {
    db.close();
  }
}

function textsOf(db: Database.Database, table: string): string[] {
  const columns = db
    .prepare(`SELECT name FROM pragma_table_info(?) WHERE type LIKE 'TEXT%' OR type LIKE 'CHAR%'`)
    .pluck()
    .all(table) as string[];
  const [held, other] = [words, noWords].map((lists) => (lists[table] ?? "").split(" "));
  const unknown = columns.filter((column) => !held?.includes(column) && !other?.includes(column));
  if (unknown.length > 0)
    throw new Error(`${table}: ${unknown.join(" ")} in neither list of proof/infested.ts.`);
  return columns.filter((column) => held?.includes(column));
}

const rotated = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];
