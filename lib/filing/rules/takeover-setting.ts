/** The row of `setting` that a migration left for taking months over. */
export const takeOverIsDue = "due.takeOver";
