import {
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CodeOutlined,
  DashboardOutlined,
  DesktopOutlined,
  EyeOutlined,
  FileSearchOutlined,
  FormOutlined,
  GlobalOutlined,
  HomeOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  SwapOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

export interface MenuItem {
  path: string;
  zh: string;
  en: string;
  icon: ReactNode;
  /** Other pages that belong under this item. */
  also?: readonly string[];
}

const home: MenuItem = {
  path: '/',
  zh: '工作台',
  en: 'Home',
  icon: <HomeOutlined />,
  also: ['/overdue', '/deadlines', '/messages'],
};
const find: MenuItem = { path: '/catalog', zh: '找数据', en: 'Find data', icon: <SearchOutlined /> };
const own: MenuItem = {
  path: '/our-catalog',
  zh: '我的目录',
  en: 'Our catalog',
  icon: <FormOutlined />,
  also: ['/resources', '/services'],
};
const requests: MenuItem = {
  path: '/requests',
  zh: '申请与授权',
  en: 'Requests & grants',
  icon: <AuditOutlined />,
  also: ['/todo', '/cases', '/grants', '/papers', '/demands', '/links', '/results', '/disputes'],
};
const exchange: MenuItem = {
  path: '/exchange',
  zh: '数据交换',
  en: 'Exchange',
  icon: <SwapOutlined />,
  also: ['/pools'],
};
const calls: MenuItem = { path: '/calls', zh: '调用监测', en: 'Calls', icon: <DashboardOutlined /> };
const department: MenuItem = {
  path: '/systems',
  zh: '本部门',
  en: 'Our department',
  icon: <DesktopOutlined />,
  also: ['/rules', '/law', '/calendar', '/standards'],
};
const ledger: MenuItem = {
  path: '/ledger',
  zh: '存证总览',
  en: 'Ledger',
  icon: <SafetyCertificateOutlined />,
};
const records: MenuItem = {
  path: '/ledger/records',
  zh: '记录检索',
  en: 'Records',
  icon: <FileSearchOutlined />,
};
const subjects: MenuItem = {
  path: '/ledger/subjects',
  zh: '谁使用过',
  en: 'Who used it',
  icon: <UserOutlined />,
};
const witness: MenuItem = { path: '/witness', zh: '见证', en: 'Witnesses', icon: <EyeOutlined /> };
const overview: MenuItem = {
  path: '/overview',
  zh: '监督评估',
  en: 'Evaluation',
  icon: <BarChartOutlined />,
  also: ['/calls'],
};
const people: MenuItem = {
  path: '/org/accounts',
  zh: '账号与岗位',
  en: 'Accounts',
  icon: <TeamOutlined />,
  also: ['/org'],
};
const rules: MenuItem = {
  path: '/rules',
  zh: '适用规则',
  en: 'Rules',
  icon: <ReadOutlined />,
  also: ['/law', '/calendar', '/standards'],
};

const MENUS: Record<string, readonly MenuItem[]> = {
  data_officer: [home, find, own, requests, exchange, calls, department],
  sharing_head: [
    home,
    find,
    own,
    {
      ...requests,
      path: '/todo',
      also: ['/requests', '/cases', '/grants', '/papers', '/demands', '/links', '/results', '/disputes'],
    },
    exchange,
    calls,
    department,
  ],
  department_head: [
    { ...home, zh: '待我签批', en: 'To sign' },
    { ...own, zh: '本部门', en: 'Our department' },
    { ...overview, zh: '总览', en: 'Overview' },
    rules,
  ],
  authority: [
    home,
    { path: '/review', zh: '目录管理', en: 'Catalog', icon: <FormOutlined />, also: ['/catalog'] },
    {
      path: '/requests?box=all',
      zh: '办件与协调',
      en: 'Cases',
      icon: <AuditOutlined />,
      also: [
        '/requests',
        '/todo',
        '/cases',
        '/grants',
        '/papers',
        '/demands',
        '/links',
        '/results',
        '/disputes',
      ],
    },
    { ...exchange, zh: '交换与服务', en: 'Exchange & services' },
    ledger,
    overview,
    { ...rules, zh: '规则与组织', en: 'Rules & organisations' },
  ],
  integrator: [
    { path: '/services', zh: '接口服务', en: 'Services', icon: <ApiOutlined />, also: ['/grants'] },
    { path: '/console', zh: '接口调试', en: 'Console', icon: <CodeOutlined /> },
    { ...exchange, zh: '交换任务', en: 'Exchange' },
    calls,
    { path: '/systems', zh: '我的系统', en: 'My systems', icon: <DesktopOutlined /> },
    find,
    { path: '/docs', zh: '开发文档', en: 'Docs', icon: <BookOutlined /> },
  ],
  operator: [
    { ...people, path: '/org', zh: '用户与组织', en: 'Users', also: [] },
    {
      path: '/networks',
      zh: '系统与网关',
      en: 'Systems & gateway',
      icon: <GlobalOutlined />,
      also: ['/systems'],
    },
    { ...exchange, zh: '交换任务', en: 'Exchange' },
    witness,
    rules,
  ],
  security: [{ ...ledger, zh: '安全总览', en: 'Security' }, records, subjects, people, rules],
  auditor: [ledger, records, subjects, find, people, { ...overview, zh: '总览', en: 'Overview' }, rules],
};

/** At most seven items, nothing that the post may not use. A visitor may look into the catalog. */
export function menuOf(role: string | undefined): readonly MenuItem[] {
  return role === undefined ? [find] : (MENUS[role] ?? [find]);
}

/** Where a post begins its day; posts without a workbench of their own begin at their first item. */
export function firstPathOf(role: string | undefined): string {
  return menuOf(role)[0]?.path ?? '/catalog';
}

/** The item under which a page stands: the longest path that it begins with. */
export function itemOfPath(items: readonly MenuItem[], pathname: string): MenuItem | undefined {
  const length = (item: MenuItem): number =>
    Math.max(
      0,
      ...[item.path.split('?')[0] ?? '', ...(item.also ?? [])].map(path =>
        pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)) ? path.length : 0,
      ),
    );
  return items.reduce<MenuItem | undefined>(
    (best, item) => (length(item) > (best ? length(best) : 0) ? item : best),
    undefined,
  );
}
