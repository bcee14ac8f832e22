import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { postOne } from "#app/(desk)/income/actions.ts";
import { accountChoices } from "#app/(desk)/income/sections/account-choices.ts";
import type { Grid } from "#app/(desk)/income/sections/month-grid.tsx";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { LitProject } from "#lib/projects/queries/project-card.ts";
import { PostingFields } from "./posting-fields.tsx";
import { postingWords } from "./posting-words.ts";

type Props = {
  town: Division;
  month: Month;
  /** The village that the address names. */
  village: string | undefined;
  grid: Grid;
  projects: LitProject[];
};

/** One posting of a town's month. */
export async function PostingForm({ town, month, village, grid, projects }: Props) {
  const t = await getTranslations("income");
  const named = await naming();
  const accounts = await accountChoices([...grid.accounts, ...grid.never]);
  const usual = grid.villages.flatMap((each) =>
    each.cells.map((cell) => [`${each.id}.${cell.accountId}`, cell.usual] as const),
  );
  return (
    <section className="sheet max-w-3xl p-5 max-phone:p-4">
      <Form
        action={postOne}
        draft={`income-one-${town.id}-${month}`}
        submitLabel={t("post")}
        cancelTo={`/income?town=${town.id}&month=${month}`}
      >
        <HiddenField name="townId" value={town.id} />
        <HiddenField name="month" value={month} />
        <HiddenField name="key" value={crypto.randomUUID()} />
        <PostingFields
          village={village}
          villages={grid.villages.map(({ id, name }) => ({ id, name: named(name) }))}
          accounts={accounts}
          usual={Object.fromEntries(usual)}
          projects={projects.map(({ id, number, name, villages }) => ({
            id,
            name: `${number} ${name}`,
            villageIds: villages.map((each) => each.villageId),
          }))}
          words={await postingWords()}
        />
      </Form>
    </section>
  );
}
