"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { units } from "#lib/money.ts";
import { localPath } from "./local-path.ts";
import { locales } from "./words.ts";

const yearS = 31_536_000;

/** Remembers the language or unit that was chosen and returns to the page it was chosen on. */
export async function choosePreference(form: FormData) {
  const jar = await cookies();
  const locale = locales.find((each) => each === form.get("locale"));
  const unit = units.find((each) => each === form.get("unit"));
  if (locale) jar.set("locale", locale, { maxAge: yearS, sameSite: "lax", path: "/" });
  if (unit) jar.set("unit", unit, { maxAge: yearS, sameSite: "lax", path: "/" });
  redirect(localPath(form.get("from")));
}
