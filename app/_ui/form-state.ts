/** What a form's action answers; every text is already in the reader's language. */
export type FormState = {
  /** `done` carries `goTo`; everything else comes back with what was typed. */
  status: "new" | "done" | "invalid" | "refused" | "conflict" | "signedOut";
  /** What was typed, by field name. */
  values: Record<string, string[]>;
  /** What is wrong, by field name (`rows.3.amount`). */
  errors: Record<string, string>;
  /** One sentence on top. */
  message: string;
  /** After a conflict: what now stands, by field name, `version` among them. */
  current: Record<string, string>;
  goTo: string;
  /** Counts answers, so that an equal answer is still news. */
  attempt: number;
};

export const freshForm: FormState = {
  status: "new",
  values: {},
  errors: {},
  message: "",
  current: {},
  goTo: "",
  attempt: 0,
};
