/** What an operation may be about. */
export const subjectTypes = [
  "project",
  "village",
  "town",
  "division",
  "person",
  "token",
  "session",
  "income",
  "funding",
  "target",
  "export",
  "district",
  "meeting",
  "screen",
  "rule",
  "map",
  "print",
  "month",
  "exception",
  "intake",
  "backup",
] as const;

export type Subject = {
  type: (typeof subjectTypes)[number];
  id: number | null;
  name: string;
  /** The division it lies in, 12 digits. */
  divisionCode: string;
};

export type Change = { before?: unknown; after?: unknown; reason?: string };

/** What one operation was: its verb, what it was about, and what it changed. */
export type AuditEntry<V extends string = string> = { verb: V; subject: Subject } & Change;
