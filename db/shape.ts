/** A part of a database: a trigger or an index with its text, a column with its type. */
export type Part = { kind: "trigger" | "index" | "column"; name: string; table: string; text: string };
/** What a database is built of, and what the migrations of this build make of an empty one. */
export type Shape = { found: Part[]; expected: Part[] };
