import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('files', {
  mode_not_offered: {
    status: 422,
    title: {
      zh: '目录的共享方式里没有“文件下载”',
      en: 'The entry does not offer files as a way of sharing',
    },
    remedy: {
      zh: '请先变更目录，勾选“文件下载”并重新发布',
      en: 'Change the entry, tick files, and publish it again',
    },
  },
  not_published: {
    status: 409,
    title: { zh: '目录没有发布', en: 'The entry is not published' },
    remedy: { zh: '请发布后再上传文件', en: 'Publish it first' },
  },
  withheld: {
    status: 422,
    title: {
      zh: '目录或其中的“{what}”不予共享，而文件会整份给出',
      en: '“{what}” is withheld, and a file goes out whole',
    },
    remedy: {
      zh: '请将不予共享的数据项另编目录，文件中不含该项',
      en: 'Put what is withheld into an entry of its own, and leave it out of the file',
    },
  },
  too_large: {
    status: 413,
    title: { zh: '文件超过 {megabytes} MB', en: 'The file is larger than {megabytes} MB' },
    remedy: {
      zh: '请压缩或按时间、地区拆分后上传；数据量大的，改用批量交换',
      en: 'Pack it, or split it by time or region; for large data use batch exchange',
    },
  },
  too_many_uploads: {
    status: 409,
    title: {
      zh: '本部门还有 {limit} 个没有传完的文件',
      en: 'Your department has {limit} unfinished uploads',
    },
    remedy: { zh: '请先传完或放弃其中一个', en: 'Finish or drop one of them first' },
  },
  incomplete: {
    status: 409,
    title: {
      zh: '文件还没有传完：缺第 {piece} 段',
      en: 'The upload is not complete: piece {piece} is missing',
    },
    remedy: { zh: '请续传后再提交', en: 'Send what is missing, then finish it' },
  },
  wrong_piece: {
    status: 422,
    title: { zh: '第 {piece} 段的长度不对', en: 'Piece {piece} has a wrong length' },
    remedy: { zh: '请重新上传', en: 'Upload the file again' },
  },
  kind_unknown: {
    status: 422,
    title: { zh: '只接收这些格式：{kinds}', en: 'Only these kinds are taken: {kinds}' },
    remedy: { zh: '请转换成其中一种后上传', en: 'Convert it to one of these' },
  },
  name_deceives: {
    status: 422,
    title: { zh: '文件内容不是 .{kind}', en: 'The file is no .{kind}' },
    remedy: { zh: '请核对文件和扩展名后重新上传', en: 'Check the file and its ending, and upload it again' },
  },
  encrypted: {
    status: 422,
    title: { zh: '压缩包设有密码', en: 'The archive is locked by a password' },
    remedy: {
      zh: '请去掉密码后上传，传输和存取由平台保护',
      en: 'Remove the password: the platform protects the file',
    },
  },
  macros: {
    status: 422,
    title: { zh: '文件带有宏，不能提供', en: 'The file holds macros and cannot be given out' },
    remedy: { zh: '请另存为不带宏的文件后上传', en: 'Save it without macros' },
  },
  secret_marks: {
    status: 422,
    title: {
      zh: '文件的名称或开头写有“{mark}”，看来涉密',
      en: 'Its name or beginning says “{mark}”, which looks secret',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，没有保存任何内容；请按保密规定核实',
      en: 'State and work secrets are not shared here and nothing was saved; check it under the rules on secrets',
    },
  },
  same_file: {
    status: 409,
    title: { zh: '现行文件“{name}”内容与此相同', en: '“{name}” already has this very content' },
    remedy: { zh: '无需重复上传', en: 'There is no need to upload it again' },
  },
  ended: {
    status: 409,
    title: { zh: '这个文件已被撤回或替换', en: 'This file was withdrawn or replaced' },
    remedy: { zh: '请刷新后对现行版本操作', en: 'Reload, and act on the present version' },
  },
});
