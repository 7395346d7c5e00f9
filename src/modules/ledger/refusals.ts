import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('ledger', {
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
