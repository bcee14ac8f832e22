import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { apportion } from "#app/(desk)/income/actions.ts";
import type { accountChoices } from "#app/(desk)/income/sections/account-choices.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { clustersWithin } from "#lib/income/queries/receipts.ts";
import type { LitProject } from "#lib/projects/queries/project-card.ts";
import { ReceiptFields } from "./receipt-fields.tsx";
import { receiptWords, splitNames } from "./receipt-words.ts";

type Props = {
  town: Division;
  towns: Division[];
  month: Month;
  thisMonth: Month;
  today: Day;
  villages: Division[];
  accounts: Awaited<ReturnType<typeof accountChoices>>;
  projects: LitProject[];
  clusters: Awaited<ReturnType<typeof clustersWithin>>;
};

/** One receipt, and by what it is split over months and villages. */
export async function ReceiptForm(props: Props) {
  const { town, towns, month, thisMonth, today, villages, accounts, projects, clusters } = props;
  const t = await getTranslations("receipt");
  const named = await naming();
  const townName = new Map(towns.map((each) => [each.id, named(each.shortName)]));
  return (
    <section className="sheet max-w-5xl p-5 max-phone:p-4">
      <Form
        action={apportion}
        draft={`receipt-${town.id}`}
        submitLabel={t("submit")}
        cancelTo={`/income/receipts?node=${town.code}`}
      >
        <HiddenField name="key" value={crypto.randomUUID()} />
        <ReceiptFields
          town={String(town.id)}
          towns={towns.map((each) => ({ value: String(each.id), label: named(each.shortName) }))}
          fromMonth={month}
          thisMonth={thisMonth}
          today={today}
          villages={villages.map((village) => ({
            id: village.id,
            code: village.code,
            name: named(village.shortName),
            town: towns.length > 1 ? (townName.get(village.parentId ?? 0) ?? "") : "",
          }))}
          accounts={accounts}
          projects={projects.map(({ id, number, name, villages: of }) => ({
            id,
            name: `${number} ${name}`,
            shares: of.map(({ villageId, shareBp }) => ({ villageId, shareBp })),
          }))}
          clusters={clusters.map(({ id, name, villages: members }) => ({
            id,
            name,
            members: members.map((each) => each.villageId),
          }))}
          splits={await splitNames(clusters.length > 0)}
          words={await receiptWords()}
        />
      </Form>
    </section>
  );
}
