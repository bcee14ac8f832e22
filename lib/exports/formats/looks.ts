/** How cells of a workbook look. */
export const formats = { text: "@", fen: "#,##0.00", count: "0", bp: "0.00" } as const;
const band = { type: "pattern", pattern: "solid", fgColor: { rgb: "F2F4F8" } } as const;
export const heading = { font: { bold: true }, fill: band } as const;
export const warning = { font: { bold: true, color: { rgb: "7A4B00" } } } as const;
export const title = { font: { bold: true, size: 16 } } as const;
