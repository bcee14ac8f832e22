/** A business date `YYYY-MM-DD` in Asia/Shanghai. */
export type Day = string;
/** A filing month `YYYY-MM`. */
export type Month = string;

const shanghai = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" });
const dayMs = 86_400_000;
const utc = (day: Day) => Date.parse(`${day}T00:00:00Z`);

/** The business date of an instant. */
export const dayOf = (instant: Date): Day => shanghai.format(instant);
const localHours = new Map<string, string>();
const hourOf = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  hourCycle: "h23",
});

/** An instant as people of the district read it: 2016-12-31 09:12:05 */
export function localTime(instant: string): string {
  const hour = instant.slice(0, 13); // Shanghai differs from UTC by whole hours: minutes and seconds stay as they are
  let local = localHours.get(hour);
  if (local === undefined) {
    const moment = new Date(instant);
    local = `${dayOf(moment)} ${hourOf.format(moment).slice(0, 2)}`;
    if (localHours.size > 20_000) localHours.clear();
    localHours.set(hour, local);
  }
  return local + instant.slice(13, 19);
}
/** The same to the minute, as pages show it: 2016-12-31 09:12 */
export const minuteOf = (instant: string): string => localTime(instant).slice(0, 16);
/** An instant within a business day, at `hour` Shanghai time. */
export const instantOn = (day: Day, hour = 9, minute = 0): Date =>
  new Date(utc(day) + ((hour - 8) * 60 + minute) * 60_000);
export const monthOfDay = (day: Day): Month => day.slice(0, 7);
export const yearOfMonth = (month: Month): number => Number(month.slice(0, 4));
export const firstDay = (month: Month): Day => `${month}-01`;
export const lastDay = (month: Month): Day => `${month}-${lengthOf(month)}`;
export const addDays = (day: Day, days: number): Day =>
  new Date(utc(day) + days * dayMs).toISOString().slice(0, 10);
/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / dayMs);
export const earlierOf = (a: Day, b: Day): Day => [a, b].toSorted()[0] as Day;
export const laterOf = (a: Day, b: Day): Day => [a, b].toSorted()[1] as Day;

/** How many days a month has. Asked thousands of times a board, so without making a date. */
function lengthOf(month: Month): number {
  const year = yearOfMonth(month);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (
    [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month.slice(5)) - 1] ?? Number.NaN
  );
}

export function addMonths(month: Month, months: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** Whole months from `from` to `to`. */
export const monthsBetween = (from: Month, to: Month): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

/** The newest month that has ended by the evening of `day`. */
export function endedMonth(day: Day): Month {
  const month = monthOfDay(day);
  return monthOfDay(addDays(day, 1)) === month ? addMonths(month, -1) : month;
}

/** The twelve months of a year. */
export const monthsOf = (year: number): Month[] =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`);

/**
 * Is it a day that the calendar has and that can be reckoned with? Shanghai keeps its hour since 1901; after
 * 9999 days are written otherwise.
 */
export function isDay(text: string): text is Day {
  return (
    text >= "1901" &&
    text < "9999-12-31" &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(utc(text)) &&
    new Date(utc(text)).toISOString().startsWith(text)
  );
}
export const isMonth = (text: string): text is Month => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

const dayForms =
  /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
/**
 * A day as people and spreadsheets write it: "2016-11-05", "2016.11.5", "2016年11月5日", a time of day after it
 * dropped; else `null`.
 */
export function readDayText(text: string): Day | null {
  const match = dayForms.exec(text.normalize("NFKC").trim());
  const day = match ? `${match[1]}-${match[2]?.padStart(2, "0")}-${match[3]?.padStart(2, "0")}` : "";
  return isDay(day) ? day : null;
}

/** A month likewise: "2016-11", "2016.11", "2016年11月", "2016年11月份", "201611"; else `null`. */
export function readMonthText(text: string): Month | null {
  const match = /^(\d{4})\s*(?:[-./年]\s*(\d{1,2})\s*(?:月份?)?|(\d{2}))$/.exec(
    text.normalize("NFKC").trim(),
  );
  const month = match ? `${match[1]}-${(match[2] ?? match[3] ?? "").padStart(2, "0")}` : "";
  return isMonth(month) && month >= "1901" ? month : null;
}

/** When each month's report is due; a month that is not in it is never due. */
export type Calendar = ReadonlyMap<Month, Day>;
