/**
 * Which rows the figures are of, as words choose by it: where only approved ones count, what is missing may
 * be reported and wait for approval.
 */
export const rowsOf = ({ approvedOnly }: { approvedOnly?: boolean | undefined }): "approved" | "all" =>
  approvedOnly ? "approved" : "all";
