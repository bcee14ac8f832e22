import { getTranslations } from "next-intl/server";
import { Link } from "#app/_components/link.tsx";
import { Money } from "#app/_components/money.tsx";
import { TableScroll } from "#app/_components/table-scroll.tsx";
import { unitOf } from "#app/_server/preferences.ts";
import type { Exceptions } from "#lib/funding/exceptions.ts";

/** What needs a word: money ahead of its stage, papers used twice, postings that passed by an explanation. */
export async function ExceptionList({ overs, documents, explained }: Exceptions) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const count = overs.length + documents.length + explained.length;
  return (
    <section className="sheet" id="exceptions">
      <div className="sheet-head mb-2">
        <h2>{t("funding.exceptions")}</h2>
        <span className="note">{t("funding.exceptionsNote")}</span>
      </div>
      {count === 0 ? (
        <p className="px-4 pb-4 text-ink-2">{t("funding.noExceptions")}</p>
      ) : (
        <TableScroll label={t("funding.exceptions")}>
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("funding.kind")}</th>
                <th scope="col">{t("funding.project")}</th>
                <th scope="col">{t("funding.sourceLabel")}</th>
                <th scope="col">{t("funding.what")}</th>
                <th scope="col" className="num">
                  {t("funding.amount")}
                  <small className="block text-ink-3">{unit}</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {overs.map((over) => (
                <tr key={`over${over.project.id}${over.source}${over.stage}`}>
                  <td className="font-semibold whitespace-nowrap text-bad">■ {t("funding.outOfOrder")}</td>
                  <td>
                    <Project {...over.project} />
                  </td>
                  <td>{t(`funding.source.${over.source}`)}</td>
                  <td>{t("funding.overSentence", { stage: t(`funding.stage.${over.stage}`), limit: t(`funding.stage.${over.limit}`) })}</td>
                  <td className="num">
                    <Link href={`/funding/postings?project=${over.project.id}&source=${over.source}`}>
                      <Money fen={over.overFen} />
                    </Link>
                  </td>
                </tr>
              ))}
              {documents.map((document) => (
                <tr key={`document${document.project.id}${document.source}${document.stage}${document.documentNo}`}>
                  <td className="font-semibold whitespace-nowrap text-warn">▲ {t("funding.sameDocument")}</td>
                  <td>
                    <Project {...document.project} />
                  </td>
                  <td>{t(`funding.source.${document.source}`)}</td>
                  <td>
                    {t("funding.documentSentence", {
                      stage: t(`funding.stage.${document.stage}`),
                      documentNo: document.documentNo,
                      count: document.postings,
                    })}
                  </td>
                  <td className="num">
                    <Link href={`/funding/postings?project=${document.project.id}&source=${document.source}&stage=${document.stage}`}>
                      <Money fen={document.amountFen} />
                    </Link>
                  </td>
                </tr>
              ))}
              {explained.map((posting) => (
                <tr key={`explained${posting.id}`}>
                  <td className="whitespace-nowrap text-ink-2">○ {t("funding.explained")}</td>
                  <td>
                    <Project {...posting.project} />
                  </td>
                  <td>{t(`funding.source.${posting.source}`)}</td>
                  <td>
                    {posting.onDay} {t(`funding.stage.${posting.stage}`)}
                    <span className="block text-ink-2">{posting.explanation}</span>
                  </td>
                  <td className="num">
                    <Link href={`/funding/postings/${posting.id}`}>
                      <Money fen={posting.amountFen} />
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

const Project = ({ id, number, name }: { id: number; number: string; name: string }) => (
  <Link href={`/projects/${id}`}>
    {name} <small className="text-ink-3">{number}</small>
  </Link>
);
