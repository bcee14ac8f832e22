import type { WordKeys } from "#lib/core/message-keys.ts";

/** What a form says of itself. */
export const formWords = {
  save: "app.save",
  saving: "app.saving",
  cancel: "app.cancel",
  leave: "form.leave",
  draftSaved: "form.draftSaved",
  draftRestored: "form.draftRestored",
  draftClashes: "form.draftClashes",
  discardDraft: "form.discardDraft",
  offline: "form.offline",
  signIn: "form.signIn",
  signedOutHere: "form.signedOutHere",
  keepYours: "form.keepYours",
  theirs: "form.theirs",
  takeTheirs: "form.takeTheirs",
  keepMine: "form.keepMine",
} as const satisfies WordKeys;
