import type { Approach, ProjectLevel, ProjectType, Sector } from "#db/schema/projects.ts";
import type { Town, Village } from "./places.ts";
import type { Random } from "./random.ts";

/** What a project is, before anything has happened to it. */
export type ProjectTemplate = {
  name: string;
  level: ProjectLevel;
  type: ProjectType;
  sector: Sector;
  approaches: Approach[];
  townCode: string;
  villages: { code: string; shareBp: number }[];
  owner: string;
  contact: string;
  description: string;
  /** What it costs in all, in 万元. */
  costWan: number;
  /** The name of the village project that this key project is the same thing as. */
  sameAs?: string;
};

type Kind = {
  type: ProjectType;
  suffixes: string[];
  description: string;
  costWan: [number, number];
  sector?: Sector;
};

const kinds: Record<"urban" | "rural" | "hilly", Kind[]> = {
  urban: [
    {
      type: "property",
      suffixes: ["沿街店面", "集体综合楼"],
      description: "利用集体存量用地建设，建成后整体出租。",
      costWan: [120, 260],
    },
    {
      type: "workshop",
      suffixes: ["标准厂房", "小微创业园"],
      description: "建设多层厂房，面向周边工业区企业招租。",
      costWan: [160, 320],
    },
    {
      type: "trade",
      suffixes: ["农贸市场", "便民商业街"],
      description: "改造提升市场摊位和配套，按摊位收取租金。",
      costWan: [90, 220],
    },
    {
      type: "parking",
      suffixes: ["公共停车场"],
      description: "整理闲置地块，建设收费停车场。",
      costWan: [40, 110],
    },
    {
      type: "service",
      suffixes: ["物业服务中心"],
      description: "成立集体物业公司，承接小区和市政保洁。",
      costWan: [20, 60],
      sector: "party",
    },
    {
      type: "other",
      suffixes: ["老厂房改造"],
      description: "收回到期老厂房，加固改造后重新招租。",
      costWan: [60, 150],
    },
  ],
  rural: [
    {
      type: "workshop",
      suffixes: ["通用厂房"],
      description: "在村集体发展用地上建设单层厂房出租。",
      costWan: [130, 260],
    },
    {
      type: "farm",
      suffixes: ["果蔬大棚", "苗木基地", "食用菌大棚"],
      description: "流转土地连片建设，合作社承包经营，村里收取承包金。",
      costWan: [35, 110],
    },
    {
      type: "coldChain",
      suffixes: ["农产品冷库"],
      description: "建设冷库和分拣车间，为周边农户代储代销。",
      costWan: [70, 160],
    },
    {
      type: "solar",
      suffixes: ["屋顶光伏"],
      description: "利用村部、学校和厂房屋顶建设分布式光伏，上网售电。",
      costWan: [45, 120],
    },
    {
      type: "parking",
      suffixes: ["货车停车场"],
      description: "整理闲置地块，为物流车辆提供停车和补给。",
      costWan: [40, 90],
    },
    {
      type: "trade",
      suffixes: ["便民市场"],
      description: "建设便民市场，按摊位收取租金。",
      costWan: [60, 140],
    },
  ],
  hilly: [
    {
      type: "lodging",
      suffixes: ["山居民宿"],
      description: "收储闲置农房统一改造，委托运营，村里按比例分成。",
      costWan: [60, 150],
      sector: "countryside",
    },
    {
      type: "farm",
      suffixes: ["生态茶园", "高山蔬菜基地", "苗木基地"],
      description: "改造低产园地，统一品牌和销售，村里收取承包金。",
      costWan: [30, 90],
    },
    {
      type: "solar",
      suffixes: ["分布式光伏"],
      description: "利用村部和闲置场地建设光伏电站，上网售电。",
      costWan: [40, 100],
    },
    {
      type: "tourism",
      suffixes: ["采摘园", "登山步道"],
      description: "整治沿线环境，配套停车、餐饮和农产品销售点。",
      costWan: [45, 130],
      sector: "countryside",
    },
    {
      type: "coldChain",
      suffixes: ["茶叶冷库"],
      description: "建设冷库和分拣车间，为周边农户代储代销。",
      costWan: [50, 110],
    },
    {
      type: "service",
      suffixes: ["劳务合作社"],
      description: "组织村民承接绿化养护和工程用工，村里提取管理费。",
      costWan: [15, 45],
      sector: "party",
    },
  ],
};

// Village projects of each town, 71 in all, those below among them.
const villageProjects: Record<string, number> = {
  datong: 10,
  xiangping: 9,
  lianhua: 10,
  xinmin: 9,
  hongtang: 8,
  xike: 9,
  tingxi: 8,
  wuxian: 8,
};

type Given = Pick<
  ProjectTemplate,
  "name" | "level" | "type" | "sector" | "approaches" | "description" | "costWan"
> & {
  villages: Record<string, number>;
  sameAs?: string;
};
const economy = { sector: "economy" as const };

// The four that the article names, those that tie the clusters together, and the key list.
const given: Given[] = [
  {
    name: "梧侣商贸中心",
    level: "village",
    type: "trade",
    ...economy,
    approaches: ["cluster", "project"],
    villages: { 梧侣: 7000, 西山: 3000 },
    description: "强村梧侣出地、弱村西山参股，建设商贸综合体。",
    costWan: 760,
  },
  {
    name: "顶村民宿群",
    level: "village",
    type: "lodging",
    sector: "countryside",
    approaches: ["cluster", "project"],
    villages: { 顶村: 6500, 堤内: 3500 },
    description: "连片改造闲置农房，顶村带堤内统一经营。",
    costWan: 320,
  },
  {
    name: "下山头通用厂房",
    level: "village",
    type: "workshop",
    ...economy,
    approaches: ["project"],
    villages: { 下山头: 10_000 },
    description: "建设通用厂房，面向周边工业区企业招租。",
    costWan: 380,
  },
  {
    name: "西洪塘综合楼",
    level: "village",
    type: "property",
    ...economy,
    approaches: ["project"],
    villages: { 西洪塘: 10_000 },
    description: "新建综合楼，底层店面出租，上层办公。",
    costWan: 290,
  },
  {
    name: "白交祠高山果蔬基地",
    level: "village",
    type: "farm",
    ...economy,
    approaches: ["cluster", "belt"],
    villages: { 白交祠: 5500, 西坑: 4500 },
    description: "白交祠带西坑，统一育苗、品牌和销售。",
    costWan: 140,
  },
  {
    name: "莲花异地联建厂房",
    level: "village",
    type: "workshop",
    ...economy,
    approaches: ["remote", "project"],
    villages: { 内田: 2000, 上陵: 2000, 罗溪: 2000, 尾林: 2000, 澳溪: 2000 },
    description: "五个山区村集中资金到工业集中区联建厂房，按股分红。",
    costWan: 360,
  },
  {
    name: "汀溪联建光伏",
    level: "village",
    type: "solar",
    ...economy,
    approaches: ["belt", "remote"],
    villages: { 五峰: 3334, 造水: 3333, 西源: 3333 },
    description: "三个村联合投资光伏电站，售电收入按股分成。",
    costWan: 150,
  },
  {
    name: "龙西便民市场",
    level: "village",
    type: "trade",
    ...economy,
    approaches: ["project"],
    villages: { 龙西: 10_000 },
    description: "建设便民市场，按摊位收取租金。",
    costWan: 180,
  },
  {
    name: "垵炉花卉苗木基地",
    level: "village",
    type: "farm",
    ...economy,
    approaches: ["project", "belt"],
    villages: { 垵炉: 10_000 },
    description: "流转土地连片种植，统一对接绿化工程。",
    costWan: 130,
  },
  {
    name: "梧侣商贸中心",
    level: "key",
    sameAs: "梧侣商贸中心",
    type: "trade",
    ...economy,
    approaches: ["cluster", "project"],
    villages: { 梧侣: 7000, 西山: 3000 },
    description: "与村级项目为同一项目，列入区级重点培育。",
    costWan: 760,
  },
  {
    name: "顶村民宿群",
    level: "key",
    sameAs: "顶村民宿群",
    type: "lodging",
    sector: "countryside",
    approaches: ["cluster", "project"],
    villages: { 顶村: 6500, 堤内: 3500 },
    description: "与村级项目为同一项目，列入区级重点培育。",
    costWan: 320,
  },
  {
    name: "莲花异地联建厂房",
    level: "key",
    sameAs: "莲花异地联建厂房",
    type: "workshop",
    ...economy,
    approaches: ["remote", "project"],
    villages: { 内田: 2000, 上陵: 2000, 罗溪: 2000, 尾林: 2000, 澳溪: 2000 },
    description: "与村级项目为同一项目，列入区级重点培育。",
    costWan: 360,
  },
  {
    name: "龙西便民市场",
    level: "key",
    sameAs: "龙西便民市场",
    type: "trade",
    ...economy,
    approaches: ["project"],
    villages: { 龙西: 10_000 },
    description: "与村级项目为同一项目，列入区级重点培育。",
    costWan: 180,
  },
  {
    name: "垵炉花卉苗木基地",
    level: "key",
    sameAs: "垵炉花卉苗木基地",
    type: "farm",
    ...economy,
    approaches: ["project", "belt"],
    villages: { 垵炉: 10_000 },
    description: "与村级项目为同一项目，列入区级重点培育。",
    costWan: 130,
  },
  {
    name: "田洋都市农业园",
    level: "key",
    type: "tourism",
    sector: "countryside",
    approaches: ["project"],
    villages: { 田洋: 10_000 },
    description: "连片农田改造为都市农业园，采摘、研学和农产品销售。",
    costWan: 360,
  },
  {
    name: "东山商业街区",
    level: "key",
    type: "trade",
    ...economy,
    approaches: ["project"],
    villages: { 东山: 6000, 碧岳: 4000 },
    description: "沿街集体物业统一改造招商。",
    costWan: 420,
  },
  {
    name: "阳翟商业综合体",
    level: "key",
    type: "property",
    ...economy,
    approaches: ["project"],
    villages: { 阳翟: 10_000 },
    description: "在集体发展用地上建设商业综合体，整体出租。",
    costWan: 680,
  },
  {
    name: "军营茶旅中心",
    level: "key",
    type: "tourism",
    sector: "countryside",
    approaches: ["cluster", "belt"],
    villages: { 军营: 3500, 白交祠: 3500, 西坑: 1500, 淡溪: 1500 },
    description: "白交祠、军营带西坑、淡溪，建设高山茶旅接待中心。",
    costWan: 460,
  },
  {
    name: "云埔农产品加工园",
    level: "key",
    type: "workshop",
    ...economy,
    approaches: ["project"],
    villages: { 云埔: 6000, 云洋: 4000 },
    description: "建设农产品初加工车间和冷库。",
    costWan: 340,
  },
  {
    name: "四口圳物流仓储园",
    level: "key",
    type: "workshop",
    ...economy,
    approaches: ["project"],
    villages: { 四口圳: 10_000 },
    description: "建设仓储库房，面向物流企业出租。",
    costWan: 520,
  },
  {
    name: "乌涂通用厂房",
    level: "key",
    type: "workshop",
    ...economy,
    approaches: ["project", "belt"],
    villages: { 乌涂: 7000, 溪林: 3000 },
    description: "建设通用厂房，乌涂带溪林按股分红。",
    costWan: 480,
  },
  {
    name: "石浔冷链物流中心",
    level: "key",
    type: "coldChain",
    ...economy,
    approaches: ["project"],
    villages: { 石浔: 10_000 },
    description: "建设冷库、分拣车间和交易大厅。",
    costWan: 450,
  },
  {
    name: "丙洲滨海渔市",
    level: "key",
    type: "trade",
    ...economy,
    approaches: ["project"],
    villages: { 丙洲: 10_000 },
    description: "改造滨海渔市和停车设施，发展海鲜餐饮。",
    costWan: 390,
  },
  {
    name: "吕厝标准厂房",
    level: "key",
    type: "workshop",
    ...economy,
    approaches: ["project"],
    villages: { 吕厝: 10_000 },
    description: "建设多层标准厂房，面向企业招租。",
    costWan: 540,
  },
  {
    name: "前格温泉民宿村",
    level: "key",
    type: "lodging",
    sector: "countryside",
    approaches: ["project"],
    villages: { 前格: 10_000 },
    description: "收储闲置农房改造民宿，委托运营。",
    costWan: 330,
  },
  {
    name: "四林花卉交易中心",
    level: "key",
    type: "trade",
    ...economy,
    approaches: ["project", "belt"],
    villages: { 四林: 6000, 宋宅: 4000 },
    description: "建设花卉交易大厅和展示温室。",
    costWan: 310,
  },
];

/**
 * The 71 village projects and the 17 key projects, 5 of which are among the 71; village list first, by town
 * (DOMAIN §2).
 */
export function projectTemplates(chance: Random, towns: Town[]): ProjectTemplate[] {
  const placed = given.map((each) => placedIn(chance.of(`${each.level}${each.name}`), towns, each));
  const invented = towns.flatMap((town) => {
    const known = placed.filter((each) => each.level === "village" && each.townCode === town.code);
    return inventedIn(
      chance.of(town.code),
      town,
      known,
      (villageProjects[town.username] ?? 0) - known.length,
    );
  });
  const inTown = (level: ProjectLevel) =>
    towns.flatMap((town) =>
      [...placed, ...invented].filter((each) => each.level === level && each.townCode === town.code),
    );
  return [...inTown("village"), ...inTown("key")];
}

function placedIn(chance: Random, towns: Town[], { villages, ...rest }: Given): ProjectTemplate {
  const all = towns.flatMap((town) => town.villages);
  const shares = Object.entries(villages).map(([name, shareBp]) => ({
    village: all.find((each) => each.name === name),
    name,
    shareBp,
  }));
  const lead = shares[0]?.village;
  const members = shares.map(({ village, name, shareBp }) => {
    if (!village) throw new Error(`No village is called ${name}`);
    return { code: village.code, shareBp };
  });
  if (!lead) throw new Error(`${rest.name} has no village`);
  return { ...rest, townCode: lead.townCode, villages: members, ...postsOf(chance, lead, rest.level) };
}

function inventedIn(chance: Random, town: Town, known: ProjectTemplate[], wanted: number): ProjectTemplate[] {
  const taken = new Set(known.flatMap((each) => each.villages.map((village) => village.code)));
  const free = chance.shuffled(town.villages.filter((village) => !taken.has(village.code)));
  const hilly = ["lianhua", "tingxi", "wuxian"].includes(town.username);
  const order = {
    urban: chance.shuffled(kinds.urban),
    rural: chance.shuffled(kinds.rural),
    hilly: chance.shuffled(kinds.hilly),
  };
  return free.slice(0, wanted).map((village, i) => {
    const list = order[village.urban ? "urban" : hilly ? "hilly" : "rural"];
    const kind = list[i % list.length] as Kind;
    const partner = !village.urban && i % 4 === 3 ? free[wanted + i] : undefined;
    return {
      name: `${village.name}${kind.suffixes[Math.floor(i / list.length) % kind.suffixes.length]}`,
      level: "village",
      type: kind.type,
      sector: kind.sector ?? "economy",
      approaches: partner ? ["belt", "project"] : ["project"],
      townCode: town.code,
      villages: partner
        ? [
            { code: village.code, shareBp: 6000 },
            { code: partner.code, shareBp: 4000 },
          ]
        : [{ code: village.code, shareBp: 10_000 }],
      description: kind.description,
      costWan: chance.between(...kind.costWan),
      ...postsOf(chance, village, "village"),
    };
  });
}

/** Posts, never people. */
function postsOf(chance: Random, village: Village, level: ProjectLevel): { owner: string; contact: string } {
  const street = village.townName.endsWith("街道");
  const heads = street ? ["街道办主任", "街道党工委书记"] : ["镇长", "镇党委书记"];
  const deputies = street ? ["分管副主任", "街道党工委副书记"] : ["分管副镇长", "镇党委副书记"];
  return {
    owner: chance.pick(level === "key" ? heads : [...deputies, ...deputies, heads[0] as string]),
    contact: village.urban ? "社区党组织书记" : chance.pick(["村党支部书记", "村委会主任"]),
  };
}
