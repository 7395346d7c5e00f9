import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('imports', {
  empty_file: {
    status: 422,
    title: { zh: '文件是空的', en: 'The file is empty' },
    remedy: { zh: '请检查后重新上传', en: 'Check it and upload it again' },
  },
  too_many_uploads: {
    status: 409,
    title: {
      zh: '您已有 {limit} 个没有处理完的文件',
      en: 'You have {limit} files that are not finished',
    },
    remedy: { zh: '请先导入或删除其中一个', en: 'Import or delete one of them first' },
  },
  not_ready: {
    status: 409,
    title: {
      zh: '这个文件现在的状态（{state}）不能这样办理',
      en: 'This cannot be done while the file is {state}',
    },
    remedy: { zh: '请刷新页面，看看核对到哪一步', en: 'Reload the page and see how far it is' },
  },
  nothing_right: {
    status: 422,
    title: { zh: '没有一条目录可以导入', en: 'No entry can be imported' },
    remedy: {
      zh: '请按问题清单改正后重新上传，没有保存任何内容',
      en: 'Correct what is listed and upload the file again; nothing was saved',
    },
  },
  still_faults: {
    status: 422,
    title: {
      zh: '还有 {wrong} 条目录有问题，不能全部导入',
      en: '{wrong} entries still have faults, so not all can be imported',
    },
    remedy: {
      zh: '请改正后重新上传，或选择只导入正确的；没有保存任何内容',
      en: 'Correct them and upload the file again, or import the right ones only; nothing was saved',
    },
  },
  secret: {
    status: 422,
    title: {
      zh: '表格里有涉密的标志（{places}），文件已删除，没有保存任何内容',
      en: 'The spreadsheet holds marks of secrecy ({places}); the file was deleted and nothing was saved',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享；请删去这些行，另按保密规定办理，再上传其余的',
      en: 'State and work secrets are not shared here: remove these rows, follow the rules on secrets, upload the rest',
    },
  },
  too_many_entries: {
    status: 422,
    title: { zh: '一个文件最多 {limit} 条目录', en: 'A file holds at most {limit} entries' },
    remedy: { zh: '请分成几个文件，分次导入', en: 'Split it into several files and import them one by one' },
  },
  no_such_cell: {
    status: 422,
    title: { zh: '{cell} 不是有问题的单元格', en: '{cell} is no cell with a fault' },
    remedy: { zh: '请刷新页面后再改', en: 'Reload the page and correct it there' },
  },
  interrupted: {
    status: 409,
    title: {
      zh: '核对或导入被打断了，例如平台重启',
      en: 'The check or import was interrupted, as by a restart of the platform',
    },
    remedy: {
      zh: '请看“我的目录”里有没有这些目录，没有就重新上传：要么全部保存了，要么一条都没有',
      en: 'Look whether the entries are in your catalog; if not, upload the file again: all were saved or none',
    },
  },
});
