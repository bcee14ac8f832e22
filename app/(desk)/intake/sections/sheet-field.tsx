import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FileField } from "#app/_ui/form-fields.tsx";
import { largestFileBytes } from "#lib/imports/input.ts";

/** The workbook or CSV file that is sent in; a browser turns away one that is too large before it is sent. */
export async function SheetField() {
  const t = await getTranslations("intake");
  const size = String(largestFileBytes / 1_000_000);
  return (
    <FileField
      name="sha256"
      label={t("file")}
      hint={t("fileHint", { size })}
      accept=".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
      largestBytes={largestFileBytes}
      tooLarge={t("tooLarge", { size })}
      required
    />
  );
}
