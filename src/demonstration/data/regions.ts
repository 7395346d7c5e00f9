export interface DemonstrationRegion {
  /** GB/T 2260. */
  code: string;
  name: string;
  nameEn: string;
  level: 'province' | 'city' | 'county';
  parentCode: string | null;
}

/** The tree of regions that the demonstration city's departments belong to, parents first. */
export const REGIONS: DemonstrationRegion[] = [
  { code: '410000', name: '河南省', nameEn: 'Henan Province', level: 'province', parentCode: null },
  { code: '410400', name: '平顶山市', nameEn: 'Pingdingshan City', level: 'city', parentCode: '410000' },
  { code: '410411', name: '湛河区', nameEn: 'Zhanhe District', level: 'county', parentCode: '410400' },
  { code: '410404', name: '石龙区', nameEn: 'Shilong District', level: 'county', parentCode: '410400' },
];
