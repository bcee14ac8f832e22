/** The setting that holds the campaign's target, in fen: of every village and year that has none of its own. */
export const campaignTargetKey = "campaignTargetFen";

/** Is the target met? 以上 includes the number itself: 100,000.00 is met, 99,999.99 is not (DOMAIN §3). */
export const metTarget = (operatingFen: number, targetFen: number) => operatingFen >= targetFen;

/** The same as SQL, of two expressions. */
export const metTargetSql = (income: string, target: string) => `${income} >= ${target}`;

/** What is missing to the target, in fen; 0 once it is met. */
export const gapFen = (operatingFen: number, targetFen: number) => Math.max(0, targetFen - operatingFen);

/** The same as SQL, of two expressions. */
export const gapSql = (income: string, target: string) =>
  `case when ${metTargetSql(income, target)} then 0 else ${target} - (${income}) end`;
