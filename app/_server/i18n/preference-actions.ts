"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { unitsOf } from "#lib/core/money.ts";
import { buttonAction } from "../actions/form-action.ts";
import { localPath } from "../session/local-path.ts";
import { locales } from "./locale.ts";

const yearS = 31_536_000;

/** Remembers the language or unit that was chosen and returns to the page it was chosen on. */
export const choosePreference = buttonAction(async (form) => {
  const jar = await cookies();
  const locale = locales.find((each) => each === form.get("locale"));
  const unit = locales.flatMap(unitsOf).find((each) => each === form.get("unit"));
  if (locale) jar.set("locale", locale, { maxAge: yearS, sameSite: "lax", path: "/" });
  if (unit) jar.set("unit", unit, { maxAge: yearS, sameSite: "lax", path: "/" });
  redirect(localPath(form.get("from")));
});
