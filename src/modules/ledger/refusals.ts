import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('ledger', {
  keys_pending: {
    status: 409,
    title: {
      zh: '上一次公告的签名密钥还没有启用，不能再换',
      en: 'The signing keys that were announced last are not in force yet: they cannot be changed again',
    },
    remedy: {
      zh: '等签名密钥表中新密钥启用（约几秒）再换；一直不启用，请先按存证总览的提示恢复封存',
      en: 'Wait until the table of keys shows them in use (some seconds); if it does not, mend the sealing first, as the ledger’s page says',
    },
  },
  keys_unusable: {
    status: 503,
    title: {
      zh: '现用的签名密钥打不开，或者还没有生成，无法签名',
      en: 'The signing keys in force do not open, or there are none yet, so nothing can be signed',
    },
    remedy: {
      zh: '请平台运维员核对主密钥，并确认封存进程已启动',
      en: 'Ask the operator to check the master key and that the process that seals has started',
    },
  },
  outside_not_lost: {
    status: 409,
    title: {
      zh: '日志 {log} 没有因存证点文件缺失而停止封存',
      en: 'The log {log} has not stopped for want of its file of seal points',
    },
    remedy: {
      zh: '请看存证总览的提示：别的问题不能用这一步越过',
      en: 'See the ledger’s page: no other problem can be passed over in this way',
    },
  },
  whole_platform: {
    status: 403,
    title: {
      zh: '归档、签名密钥和封存属于整个平台，本岗位只负责本地区',
      en: 'Archives, signing keys and sealing are of the whole platform; this post looks after its own region',
    },
    remedy: {
      zh: '请平台所在地区主管部门的安全管理员办理',
      en: 'Ask the security officer of the authority of the platform’s own region',
    },
  },
  month_kept: {
    status: 409,
    title: {
      zh: '{month} 的记录还在保存期内（{months} 个月）',
      en: 'The records of {month} are still within their retention of {months} months',
    },
    remedy: { zh: '期满后再移除', en: 'Remove them when it is over' },
  },
  month_not_exported: {
    status: 409,
    title: { zh: '{month} 的记录还没有导出', en: 'The records of {month} have not been exported' },
    remedy: { zh: '先导出该月，再移除', en: 'Export the month first' },
  },
  month_not_sealed: {
    status: 409,
    title: {
      zh: '{month} 的记录还没有全部进存证点',
      en: 'Not all records of {month} are under a seal point yet',
    },
    remedy: {
      zh: '等下一个存证点（约一秒），再试一次；仍不行请看存证总览的提示',
      en: 'Wait for the next seal point (about a second) and try again; if it stays so, see the ledger’s page',
    },
  },
  month_file_damaged: {
    status: 409,
    title: {
      zh: '{month} 的导出文件不在或已不符：{file}',
      en: 'The exported file of {month} is missing or no longer fits: {file}',
    },
    remedy: { zh: '重新导出该月', en: 'Export the month again' },
  },
});
