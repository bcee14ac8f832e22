import type { ReactNode } from "react";
import { lightShapes } from "../_parts/project/light-shapes.ts";
import { fill } from "../_ui/filled-words.ts";
import {
  type Kpi,
  type Red,
  redsOnAPage,
  type Scene,
  type Short,
  type Stage,
  shortOnAPage,
  type Tile,
  type Town,
  type WallFigures,
} from "./wall-figures.ts";
import type { WallWords } from "./words.ts";

type Props = { scene: Scene; shown: WallFigures; words: WallWords };

/** One scene: as much as fits 16:9 and can be read from the other end of a room. */
export function SceneView({ scene, shown, words }: Props) {
  if (scene.kind === "overview") return <Overview shown={shown} words={words} />;
  if (scene.kind === "belowScene") return <BelowPage scene={scene} shown={shown} words={words} />;
  if (scene.kind === "town") return <TownView town={scene.town} shown={shown} words={words} />;
  if (scene.kind === "reds") return <RedsPage scene={scene} shown={shown} words={words} />;
  return <FundingView shown={shown} words={words} />;
}

/** What a scene is called in the head. */
export function nameOf(scene: Scene, shown: WallFigures, words: WallWords): string {
  if (scene.kind === "town") return scene.town.name;
  return scene.kind === "overview" ? fill(words.whole, { place: shown.place }) : words[scene.kind];
}

const townsInALine = 3;
const tilesInARow = 5;
// A town's map stands below a heading and above its money: fewer cards are as high as they need to be.
const redsBesideAMap = { town: 3, village: 2 } as const;

function Overview({ shown, words }: Omit<Props, "scene">) {
  const { overview, towns, reds, legend } = shown;
  if (!overview) return null;
  // Each line of towns is as high as its largest town, so that tiles are of one height.
  const lines = Array.from({ length: Math.ceil(towns.length / townsInALine) }, (_, line) =>
    Math.max(
      ...towns
        .slice(line * townsInALine, (line + 1) * townsInALine)
        .map((town) => Math.ceil(town.tiles.length / tilesInARow)),
    ),
  );
  return (
    <>
      <Kpis kpis={overview.kpis} />
      <div className="wall-beside">
        <section className="wall-map" aria-label={words.map}>
          <div
            className="wall-towns"
            style={{
              gridTemplateRows: lines.map((rows) => `minmax(0, ${rows + 1}fr)`).join(" ") || undefined,
            }}
          >
            {(towns.length > 0 ? towns : overview.rows).map((row, at) => (
              <section
                key={row.code}
                style={{
                  gridTemplateRows: `repeat(${(lines[Math.floor(at / townsInALine)] ?? 0) + 1}, minmax(0, 1fr))`,
                }}
              >
                <header>
                  <h2>{row.name}</h2>
                  <span>{row.met}</span>
                  <Bar share={row.share} />
                </header>
                {tilesOf(row).map((tile) => (
                  <span
                    key={tile.id}
                    className={`wall-tile tier-${tile.tier}`}
                    data-short={tile.short || undefined}
                  >
                    <span title={tile.name}>{tile.chinese}</span>
                    <span className="sr-only"> {tile.amount}</span>
                  </span>
                ))}
              </section>
            ))}
          </div>
          {towns.length > 0 && <Legend legend={legend} words={words} />}
        </section>
        <Reds title={fill(words.count, { count: reds.length })} reds={reds} place="town" words={words} />
      </div>
    </>
  );
}

const tilesOf = (row: Pick<Town, "code"> & Partial<Town>): Tile[] => row.tiles ?? [];

function TownView({ town, shown, words }: Omit<Props, "scene"> & { town: Town }) {
  const reds = shown.overview ? shown.reds.filter((red) => red.townCode === town.code) : shown.reds;
  return (
    <>
      <Heading title={town.name} aside={[town.met, town.aside].filter(Boolean).join(" · ")} />
      <Kpis kpis={town.kpis} />
      <div className="wall-beside">
        <section className="wall-map" aria-label={words.map}>
          {town.tiles.length === 0 ? (
            <p className="wall-none">{words.noVillages}</p>
          ) : (
            <ul className="wall-tiles">
              {town.tiles.map((tile) => (
                <li key={tile.id} className={`wall-tile tier-${tile.tier}`}>
                  <b>{tile.name}</b>
                  <span>
                    {tile.amount}
                    <span className="sr-only"> {tile.say}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
          <Legend legend={shown.legend} words={words} />
          <Stages title={words.districtMoney} stages={town.stages} />
        </section>
        <Reds title={fill(words.count, { count: reds.length })} reds={reds} place="village" words={words} />
      </div>
    </>
  );
}

/** Who is below the line and by how much, what is done, who answers. */
function BelowPage({
  scene,
  shown: { below },
  words,
}: Props & { scene: Extract<Scene, { kind: "belowScene" }> }) {
  if (!below) return null;
  const from = scene.page * shortOnAPage;
  const some = below.villages.slice(from, from + shortOnAPage);
  return (
    <>
      <Heading title={words.belowScene} aside={[below.sum, below.noData].filter(Boolean).join(" · ")} />
      {some.length === 0 ? (
        <p className="wall-none">{below.none}</p>
      ) : (
        <ul className="wall-reds wall-below">
          {some.map((village) => (
            <ShortCard key={village.id} village={village} />
          ))}
        </ul>
      )}
    </>
  );
}

const ShortCard = ({ village: { name, town, gap, months, who, measures } }: { village: Short }) => (
  <li className="wall-panel wall-card wall-edge-yellow">
    <p>
      <b>▽ {name}</b>
      <b className="wall-gap">{gap}</b>
    </p>
    <p className="wall-place">
      <span className="wall-where">{town}</span>
      <span>{who}</span>
    </p>
    <p className="wall-why">{months}</p>
    <p className="wall-measures">
      {measures.map(({ light, text }) => (
        <span key={text}>
          {light && (
            <span className={`wall-lit-${light}`} aria-hidden="true">
              {lightShapes[light]}{" "}
            </span>
          )}
          {text}
        </span>
      ))}
    </p>
  </li>
);

function RedsPage({ scene, shown, words }: Props & { scene: Extract<Scene, { kind: "reds" }> }) {
  const from = scene.page * redsOnAPage;
  const reds = shown.reds.slice(from, from + redsOnAPage);
  const aside =
    reds.length === 0
      ? ""
      : fill(words.range, { from: from + 1, to: from + reds.length, count: shown.reds.length });
  return (
    <>
      <Heading title={words.reds} aside={aside} />
      {reds.length === 0 ? (
        <p className="wall-none">{words.none}</p>
      ) : (
        <ul className="wall-reds wall-reds-two">
          {reds.map((red) => (
            <RedCard key={red.id} red={red} where={red.where} who={red.who} whole />
          ))}
        </ul>
      )}
    </>
  );
}

function FundingView({ shown: { funding }, words }: Omit<Props, "scene">) {
  return (
    <>
      <Heading title={words.funding} aside={`${words.districtMoney} · ${words.wan}`} />
      <Stages title={words.districtMoney} stages={funding.stages} large />
      <div className="wall-beside">
        <section className="wall-panel wall-table" aria-label={words.bySource}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.source}</th>
                {funding.stages.map((stage) => (
                  <th key={stage.name} scope="col">
                    {stage.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {funding.sources.map((source) => (
                <Amounts key={source.name} {...source} />
              ))}
            </tbody>
            <tfoot>
              <Amounts name={words.total} amounts={funding.total} />
            </tfoot>
          </table>
        </section>
        <section className="wall-exceptions">
          <h2>{words.exceptions}</h2>
          <dl>
            {funding.exceptions.map(({ name, count }) => (
              <div key={name} className="wall-panel">
                <dt>{name}</dt>
                <dd data-some={count > 0 || undefined}>{count}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </>
  );
}

const Amounts = ({ name, amounts }: { name: string; amounts: string[] }) => (
  <tr>
    <th scope="row">{name}</th>
    {amounts.map((amount, at) => (
      <td key={at}>{amount}</td>
    ))}
  </tr>
);

function Heading({ title, aside }: { title: string; aside: ReactNode }) {
  return (
    <header className="wall-heading">
      <h2>{title}</h2>
      <span>{aside}</span>
    </header>
  );
}

const Bar = ({ share, pace = null }: { share: number; pace?: number | null }) => (
  <span className="wall-bar">
    <i style={{ width: `${share}%` }} />
    {pace !== null && <u style={{ left: `${pace}%` }} />}
  </span>
);

function Kpis({ kpis }: { kpis: Kpi[] }) {
  return (
    <div className="wall-kpis">
      {kpis.map((kpi) => (
        <section key={kpi.label} className="wall-panel">
          <header>
            <h2>{kpi.label}</h2>
            <span>{kpi.aside}</span>
          </header>
          <p className="wall-number">
            {kpi.value} <small>{kpi.unit}</small>
          </p>
          <Bar share={kpi.share} pace={kpi.pace} />
          <ul>
            {kpi.notes.map((note) => (
              <li key={note.say ?? note.text} className={note.look && `wall-${note.look}`}>
                {note.text}
                {note.say && <span className="sr-only"> {note.say}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Legend({ legend, words }: { legend: WallFigures["legend"]; words: WallWords }) {
  return (
    <ul className="wall-legend">
      {legend.map(({ look, label }) => (
        <li key={look}>
          <i className={look} aria-hidden="true" /> {label}
        </li>
      ))}
      <li>{words.below}</li>
    </ul>
  );
}

function Reds({
  title,
  reds,
  place,
  words,
}: {
  title: string;
  reds: Red[];
  place: "town" | "village";
  words: WallWords;
}) {
  return (
    <section className="wall-side">
      <header className="wall-side-head">
        <h2>{words.reds}</h2>
        <span>{title}</span>
      </header>
      {reds.length === 0 ? (
        <p className="wall-none">{words.none}</p>
      ) : (
        <ul
          className="wall-reds"
          style={{ gridTemplateRows: `repeat(${redsBesideAMap[place]}, minmax(0, 1fr))` }}
        >
          {reds.slice(0, redsBesideAMap[place]).map((red) => (
            <RedCard
              key={red.id}
              red={red}
              where={(place === "village" && red.beside.village) || red.beside.town}
              who={red.beside.who}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/**
 * Which project, why, whose and by when, and what turns it green. Beside a map there is room for one name of
 * where it is and the first thing to do.
 */
const RedCard = ({
  red,
  where,
  who,
  whole = false,
}: {
  red: Red;
  where: string;
  who: string;
  whole?: boolean;
}) => (
  <li className={`wall-panel wall-card wall-edge-${red.light}`}>
    <p>
      <b>{red.name}</b>
      <span className={`wall-lit-${red.light}`}>
        <span aria-hidden="true">{lightShapes[red.light]}</span> {red.lightName}
      </span>
    </p>
    <p className="wall-place">
      <span className="wall-where">{where}</span>
      <span>{who}</span>
    </p>
    <p className="wall-why">
      {red.why} {whole && red.cause && <span>· {red.cause}</span>}
    </p>
    {red.remedy && <p className="wall-remedy">{whole ? red.remedy : red.remedyFirst}</p>}
  </li>
);

function Stages({ title, stages, large = false }: { title: string; stages: Stage[]; large?: boolean }) {
  return (
    <section className={`wall-stages ${large ? "wall-stages-large" : ""}`} aria-label={title}>
      {!large && <h3>{title}</h3>}
      {stages.map((stage) => (
        <div key={stage.name} className="wall-panel">
          <h3>
            {stage.name} <span>{stage.share}</span>
          </h3>
          <p className={large ? "wall-number" : undefined}>{stage.amount}</p>
          <Bar share={stage.width} />
        </div>
      ))}
    </section>
  );
}
