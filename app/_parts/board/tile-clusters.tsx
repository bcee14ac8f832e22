import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Cluster } from "#lib/board/queries/tiles.ts";
import { Name } from "../division/name.tsx";

type Props = {
  clusters: Cluster[];
  villageHref: (village: { id: number }) => string;
  /** Picks the cluster out on the map. */
  pickHref: (cluster: { id: number }) => string;
  /** Where its ties are shown or left out, and what that is called. */
  toggle: { href: string; label: string };
};

/** 组团帮扶: what the ties over the tiles say, as a list. */
export async function TileClusters({ clusters, villageHref, pickHref, toggle }: Props) {
  const t = await getTranslations("tileMap");
  const names = (members: Cluster["members"]) =>
    members.map((member, at) => (
      <span key={member.id}>
        {at > 0 && t("comma")}
        <Link className="link" href={villageHref(member)}>
          <Name of={member.name} />
        </Link>
      </span>
    ));
  return (
    <div className="tile-clusters scroll-mt-16" id="clusters">
      <h3>{t("clusters")}</h3>
      <ul>
        {clusters.map(({ id, name, members }) => (
          <li key={id} data-cluster={id}>
            <span>{names(members.filter((member) => member.leads))}</span>
            <span aria-hidden="true">→</span>
            <span className="sr-only">{t("lead")}</span>
            <span>{names(members.filter((member) => !member.leads))}</span>
            <Link
              className="note no-print underline"
              href={pickHref({ id })}
              scroll={false}
              aria-label={t("pickCluster", { name })}
            >
              {t("pick")}
            </Link>
          </li>
        ))}
      </ul>
      <Link className="link no-print noscript:hidden" href={toggle.href} scroll={false}>
        {toggle.label}
      </Link>
    </div>
  );
}
