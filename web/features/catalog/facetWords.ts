import type { Language } from '../../ui/language.tsx';
import type { FacetName, Found } from './types.ts';
import { WORDS } from './words.ts';

type Pair = readonly [zh: string, en: string];

interface FacetSpec {
  title: Pair;
  /** Words of our own; without them the values are names out of the data. */
  words?: Readonly<Record<string, Pair>>;
}

/** What the results can be narrowed by, in the order of the page. */
export const FACETS: Readonly<Record<FacetName, FacetSpec>> = {
  frequency: {
    title: ['调用频次（近 30 天）', 'Calls (30 days)'],
    words: {
      none: ['无调用', 'None'],
      low: ['1,000 次以下', 'Below 1,000'],
      medium: ['1,000 至 10 万次', '1,000 to 100,000'],
      high: ['10 万次以上', '100,000 and more'],
    },
  },
  scenario: { title: ['业务场景', 'Scenario'] },
  shareType: {
    title: ['共享类型', 'Share type'],
    words: WORDS.shareType,
  },
  departmentId: { title: ['提供部门', 'Provider'] },
  resource: {
    title: ['资源类型', 'Resource'],
    words: {
      table: ['库表', 'Table'],
      interface: ['接口', 'Interface'],
      file: ['文件', 'File'],
      none: ['未挂载', 'Not mounted'],
    },
  },
  mode: {
    title: ['共享方式', 'Way of sharing'],
    words: WORDS.mode,
  },
  updateCycle: {
    title: ['更新周期', 'Updated'],
    words: WORDS.updateCycle,
  },
  onTime: {
    title: ['数据是否按期更新', 'Updated in time'],
    words: {
      in_time: ['按期更新', 'In time'],
      late: ['超期', 'Late'],
      unknown: ['尚无更新记录', 'Not known yet'],
    },
  },
  classCode: { title: ['主题分类', 'Class'] },
  level: {
    title: ['所属层级', 'Level'],
    words: {
      province: ['省级', 'Province'],
      city: ['市级', 'City'],
      county: ['区县级', 'District'],
      street: ['乡镇（街道）', 'Street, town'],
      village: ['村（社区）', 'Village'],
    },
  },
  regionCode: { title: ['所属地区', 'Region'] },
  openType: {
    title: ['开放属性', 'Open to the public'],
    words: {
      none: ['不开放', 'Not open'],
      conditional: ['有条件开放', 'On conditions'],
      unconditional: ['无条件开放', 'Open'],
    },
  },
  subject: {
    title: ['识别对象', 'About'],
    words: WORDS.subject,
  },
  origin: { title: ['目录来源', 'Origin'], words: { own: ['本平台编制', 'Compiled here'] } },
};

export const FACET_NAMES = Object.keys(FACETS) as FacetName[];

export function facetLabel(
  found: Found | undefined,
  name: FacetName,
  value: string,
  language: Language,
): string {
  const pair = FACETS[name].words?.[value];
  if (pair) return pair[language === 'zh' ? 0 : 1];
  return found?.facets[name].find(one => one.value === value)?.label ?? value;
}
