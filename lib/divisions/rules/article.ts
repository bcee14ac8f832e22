import { type Day, monthOfDay, yearOfMonth } from "#lib/core/dates.ts";

/** The district and the year that the article speaks of (DOMAIN §2). */
export const article = { code: "350212000000", year: 2016 };

/**
 * Does the article speak of this database? Of the demonstration, and of a real Tong'an that is founded in
 * 2016: its facts and the clusters that it names are another year's and another district's news to everybody
 * else.
 */
export const articleSpeaksOf = ({
  code,
  demonstration,
  on,
}: {
  code: string;
  demonstration: boolean;
  on: Day;
}): boolean => code === article.code && (demonstration || yearOfMonth(monthOfDay(on)) === article.year);
