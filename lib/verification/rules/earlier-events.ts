import type { Payload, Told, Values } from "../queries/replay.ts";

// Events from before rows were kept with them tell of a few columns. Those are compared; the rest of such a
// row is not proved, and the verdict counts it so.

/** What an earlier event says of one row. */
export type Claim = { table: string; key: string; values: Values };
type Fields = Record<string, unknown>;
/** An operation, alone or among those that one event tells of together. */
type Done = { verb: string; subjectId: number | null; before: Fields; after: Fields };

/** What an event of the earlier kind says of rows. */
export function claimsOf(event: Told, payload: Payload): Claim[] {
  const written = { person_id: event.actorId, person_name: event.actorName, recorded_at: event.at };
  return donesOf(event, payload).flatMap((done) => {
    const claim = claims[done.verb];
    return (claim?.(done) ?? []).map((each) =>
      each.table === "person" ? each : { ...each, values: { ...each.values, ...written } },
    );
  });
}

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function donesOf(event: Told, { before, after }: Payload): Done[] {
  const own = { verb: event.verb, subjectId: event.subjectId, before: fields(before), after: fields(after) };
  const parts = list(own.after.done);
  if (parts.length === 0) return [own];
  const were = list(own.before.done);
  return parts.map((part, at) => {
    const { verb, subject, change } = fields(part);
    const id = fields(subject).id;
    return {
      verb: String(verb),
      subjectId: typeof id === "number" ? id : null,
      before: fields(fields(were[at]).change),
      after: fields(change),
    };
  });
}

/** The columns that `fields` has, by their names in the table. */
function named(given: Fields, names: Record<string, string>): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, column]) =>
      given[field] === undefined ? [] : [[column, given[field]]],
    ),
  );
}

const incomeRow = {
  villageId: "village_id",
  accountId: "account_id",
  amountFen: "amount_fen",
  month: "month",
  oneOff: "one_off",
  projectId: "project_id",
  voucher: "voucher",
  shareId: "share_id",
};
const fundingRow = {
  projectId: "project_id",
  stage: "stage",
  source: "source",
  movement: "movement",
  amountFen: "amount_fen",
  onDay: "on_day",
  documentNo: "document_no",
  note: "note",
  explanation: "explanation",
  reversesId: "reverses_id",
};
const opposite = (fen: unknown) => (fen === 0 ? 0 : -Number(fen));

const claims: Record<string, (done: Done) => Claim[]> = {
  "income.post": incomePosted,
  "income.reverse": ({ before, after }) => [
    {
      table: "income_posting",
      key: String(after.id),
      values: { ...named(before, incomeRow), amount_fen: opposite(before.amountFen), reverses_id: before.id },
    },
  ],
  "income.apportion": ({ after }) =>
    list(after.ids).map((id) => ({ table: "income_posting", key: String(id), values: {} })),
  "income.withdraw": ({ after }) =>
    list(after.ids).map((id) => ({ table: "income_posting", key: String(id), values: {} })),
  "funding.post": ({ after }) => [
    { table: "funding_posting", key: String(after.id), values: named(after, fundingRow) },
  ],
  "funding.reverse": ({ after }) => [
    { table: "funding_posting", key: String(after.id), values: named(after, fundingRow) },
  ],
  "person.create": person,
  "person.edit": person,
};

function person({ subjectId, after }: Done): Claim[] {
  const values = named(after, { username: "username", name: "name", post: "post", role: "role" });
  return [{ table: "person", key: String(subjectId), values }];
}

/** A month's cells were saved (`before` and `after` of each), or rows were added. */
function incomePosted({ before, after }: Done): Claim[] {
  const rows = list(after.rows).map(fields);
  const were = list(before.rows).map(fields);
  const amounts = before.rows
    ? rows.flatMap((row, at) => {
        const was = were[at]?.amountFen;
        return [
          ...(was === null || was === undefined ? [] : [{ amount_fen: opposite(was) }]),
          ...(row.amountFen === null || row.amountFen === undefined ? [] : [{ amount_fen: row.amountFen }]),
        ];
      })
    : rows.map((row) => named(row, incomeRow));
  const ids = list(after.ids);
  // Where the two do not fit, the event is not understood, and claims no amounts.
  const month = after.month === undefined ? {} : { month: after.month };
  return ids.map((id, at) => ({
    table: "income_posting",
    key: String(id),
    values: { ...month, ...(amounts.length === ids.length ? amounts[at] : {}) },
  }));
}
