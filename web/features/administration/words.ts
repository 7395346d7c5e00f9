import type { AccountAction, DepartmentAction, DepartmentBody, Region } from './types.ts';

type Two = readonly [zh: string, en: string];

export const KINDS: Record<DepartmentBody['kind'], Two> = {
  government: ['政府部门', 'Government department'],
  authorized: ['法律法规授权的组织', 'Organisation authorised by law'],
  public_utility: ['公共服务企事业单位', 'Public service body'],
  court: ['人民法院', 'Court'],
  procuratorate: ['人民检察院', 'Procuratorate'],
  township: ['乡镇、街道', 'Township or street office'],
};

export const LEVELS: Record<Region['level'], Two> = {
  province: ['省级', 'Province'],
  city: ['市级', 'City'],
  county: ['县级', 'County'],
  street: ['乡级', 'Street'],
  village: ['村级', 'Village'],
};

/** Roles in the order in which a department needs them. */
export const ROLES = [
  'data_officer',
  'sharing_head',
  'department_head',
  'integrator',
  'authority',
  'operator',
  'security',
  'auditor',
] as const;

interface Act {
  label: Two;
  /** What it does, said before it is done. */
  means: Two;
  done: Two;
  danger: boolean;
}

export const DEPARTMENT_ACTS: Record<DepartmentAction, Act> = {
  suspend: {
    label: ['暂停部门', 'Suspend'],
    means: [
      '暂停后，本部门人员不能办理任何事项，已发布的目录和已有的授权照常使用；要停止供数，请由提供部门暂停或终止授权。恢复后岗位随即生效。',
      'Its people can do nothing while it is suspended. Published entries and grants go on; to stop the data, have the provider suspend or end the grants. Posts count again when it is resumed.',
    ],
    done: ['部门已暂停', 'The department is suspended'],
    danger: true,
  },
  resume: {
    label: ['恢复部门', 'Resume'],
    means: ['恢复后，本部门人员的岗位随即生效。', 'Its people’s posts count again at once.'],
    done: ['部门已恢复', 'The department is resumed'],
    danger: false,
  },
  dissolve: {
    label: ['撤销部门', 'Dissolve'],
    means: [
      '撤销不能恢复：岗位全部结束，业务系统停用，密钥销毁。还有目录、申请或授权的部门不能撤销。',
      'This cannot be undone: all posts end, its systems are disabled and their keys destroyed. A department with entries, open cases or grants cannot be dissolved.',
    ],
    done: ['部门已撤销', 'The department is dissolved'],
    danger: true,
  },
};

export const ACCOUNT_ACTS: Record<AccountAction, Act> = {
  lock: {
    label: ['锁定', 'Lock'],
    means: [
      '锁定后不能登录，正在使用的页面立即退出。岗位保留。',
      'Nobody signs in with it, and open sessions end at once. Posts stay.',
    ],
    done: ['账号已锁定', 'The account is locked'],
    danger: true,
  },
  unlock: {
    label: ['解锁', 'Unlock'],
    means: ['解锁后可用原密码登录。', 'It can be used again with the same password.'],
    done: ['账号已解锁', 'The account is unlocked'],
    danger: false,
  },
  reset_password: {
    label: ['重置密码', 'Reset the password'],
    means: [
      '原密码立即失效，生成一次性密码，只显示一次。请当面核实是本人要求。',
      'The old password ends at once; a one-time password is made and shown once. Make sure that the person asked for it.',
    ],
    done: ['密码已重置', 'The password is reset'],
    danger: false,
  },
  disable: {
    label: ['停用', 'Disable'],
    means: [
      '人员离岗时停用：不能登录，岗位全部结束。办理过的记录保留。',
      'For people who leave: no sign-in, all posts end. What they did stays on record.',
    ],
    done: ['账号已停用', 'The account is disabled'],
    danger: true,
  },
  enable: {
    label: ['恢复账号', 'Restore'],
    means: [
      '恢复后生成一次性密码，岗位须重新指定。',
      'A one-time password is made; posts have to be given anew.',
    ],
    done: ['账号已恢复', 'The account is restored'],
    danger: false,
  },
};
