import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('exchange', {
  not_batch: {
    status: 422,
    title: { zh: '授权 {grant} 不是批量交换，不能建交换任务', en: 'Grant {grant} is not for batch exchange' },
    remedy: {
      zh: '请选择共享方式为“批量交换”的授权，或重新申请',
      en: 'Choose a grant for batch exchange, or apply for one',
    },
  },
  grant_not_active: {
    status: 409,
    title: { zh: '授权 {grant} 现在不能使用（{state}）', en: 'Grant {grant} may not be used now ({state})' },
    remedy: {
      zh: '请打开授权查看原因；需要时联系提供部门或重新申请',
      en: 'Open the grant to see why; ask the provider or apply again',
    },
  },
  outside_hours: {
    status: 409,
    title: { zh: '{whose}是 {from}—{to}', en: '{whoseEn} from {from} to {to}' },
    remedy: {
      zh: '请在时段内（北京时间）开始运行；需要其他时段的，{change}',
      en: 'Start the run within these hours (Beijing time), or {changeEn}',
    },
  },
  wrong_use: {
    status: 422,
    title: {
      zh: '这个库登记为提供数据，不能用来接收',
      en: 'This database is registered to provide data, not to receive it',
    },
    remedy: { zh: '请登记一个用于接收数据的库', en: 'Register one that receives data' },
  },
  name_too_long: {
    status: 422,
    title: {
      zh: '名称“{name}”太长：最多 {most} 字节，约 {characters} 个汉字',
      en: 'The name “{name}” is too long: {most} bytes at most, some {characters} Chinese characters',
    },
    remedy: { zh: '请改用较短的名称', en: 'Choose a shorter one' },
  },
  schema_reserved: {
    status: 422,
    title: {
      zh: '模式“{schema}”留给数据库或平台自用，不能接收数据',
      en: 'The schema “{schema}” is kept for the database or the platform itself and receives no data',
    },
    remedy: { zh: '请换一个模式', en: 'Choose another schema' },
  },
  target_taken: {
    status: 409,
    title: { zh: '已有任务送往这张表', en: 'Another task delivers to this table already' },
    remedy: { zh: '请换一个表名，或使用原来的任务', en: 'Choose another table, or use that task' },
  },
  already_running: {
    status: 409,
    title: { zh: '运行 {run} 还没有结束', en: 'Run {run} has not ended yet' },
    remedy: { zh: '请等它结束，或先停止它', en: 'Wait for it, or stop it first' },
  },
  not_running: {
    status: 409,
    title: { zh: '运行 {run} 已经结束，不能停止', en: 'Run {run} has ended and cannot be stopped' },
    remedy: { zh: '请刷新页面查看结果', en: 'Reload the page to see how it ended' },
  },
  not_delivered: {
    status: 409,
    title: {
      zh: '运行 {run} 没有送达，不能再次对账',
      en: 'Run {run} was not delivered, so there is nothing to compare',
    },
    remedy: { zh: '请选择已送达的运行', en: 'Choose a run that was delivered' },
  },
  superseded: {
    status: 409,
    title: {
      zh: '目标表已是后一次运行的数据，不能与运行 {run} 对账',
      en: 'The table holds the rows of a later run, not of {run}',
    },
    remedy: { zh: '请对最近一次送达的运行再次对账', en: 'Compare the run that was delivered last' },
  },
  bad_cron: {
    status: 422,
    title: { zh: 'Cron 表达式“{line}”不对', en: '“{line}” is no cron line' },
    remedy: {
      zh: '请写五段：分 时 日 月 周，如“30 2 * * 1-5”表示每周一至周五 02:30',
      en: 'Write five fields: minute, hour, day, month, day of the week; “30 2 * * 1-5” is 02:30 from Monday to Friday',
    },
  },
  bad_setting: {
    status: 422,
    title: { zh: '{field} 不对：{problem}', en: '{field} is wrong: {problemEn}' },
    remedy: {
      zh: '请改正后重新提交，没有保存任何内容',
      en: 'Correct it and send it again; nothing was saved',
    },
  },
  never_runs: {
    status: 422,
    title: { zh: '按这个计划永远不会运行', en: 'By this schedule the task would never run' },
    remedy: {
      zh: '请改用会出现的日期，如每月 31 日请写“31”（当月最后一天）',
      en: 'Choose days that occur; 31 is the last day of every month',
    },
  },
  too_seldom: {
    status: 422,
    title: {
      zh: '“每 {n} 小时”超过一天：间隔从每天零点算起',
      en: 'Every {n} hours is more than a day, and intervals are counted from each midnight',
    },
    remedy: { zh: '请改用每天、每周或每月', en: 'Choose daily, weekly or monthly' },
  },
  no_hours: {
    status: 422,
    title: {
      zh: '运行时段从 {at} 到 {at}，永远不会开始',
      en: 'Hours from {at} to {at} are none: no run would ever start',
    },
    remedy: {
      zh: '请写不同的起止时间；全天可运行的，不设时段',
      en: 'Let them differ; for the whole day set none',
    },
  },
  watermark_unknown: {
    status: 422,
    title: {
      zh: '数据项“{item}”不在授权内，不能用来判断新增',
      en: '“{item}” is not granted and cannot tell what is new',
    },
    remedy: { zh: '可选：{items}', en: 'To choose from: {items}' },
  },
  watermark_unfit: {
    status: 422,
    title: {
      zh: '数据项“{item}”不能用来判断新增：须是数值、日期或时间，且不脱敏',
      en: '“{item}” cannot tell what is new: it has to be a number, a date or a time, and without a mask',
    },
    remedy: {
      zh: '可选：{items}；没有合适的，请用全量',
      en: 'To choose from: {items}; without one, choose full',
    },
  },
  no_key: {
    status: 422,
    title: {
      zh: '没有可用的标识（交换凭授权里不脱敏的标识项，归集凭来源表的主键），增量数据无法与已有的对上',
      en: 'Nothing identifies rows (a grant’s identifier in clear, or for a collection the table’s primary key), so those that change cannot be matched to what is there',
    },
    remedy: {
      zh: '请用全量；交换也可申请变更授权，增加标识项',
      en: 'Choose full; for an exchange an identifier may be applied for',
    },
  },
  append_needs_files: {
    status: 422,
    title: { zh: '只追加只适用于文件来源', en: 'Append is for sources of files' },
    remedy: { zh: '库表请用全量或增量', en: 'Choose full or incremental for a table' },
  },
  source_not_files: {
    status: 422,
    title: { zh: '来源不是文件，没有“文件更新后”', en: 'The source has no files that could grow' },
    remedy: { zh: '请用计划，或选择其他任务送达后', en: 'Choose a schedule, or another task' },
  },
  outside_grant_hours: {
    status: 422,
    title: {
      zh: '运行时段 {window} 超出了授权的使用时段 {hours}',
      en: 'The hours {window} go beyond those of the grant, {hours}',
    },
    remedy: {
      zh: '请选在授权的时段之内；需要其他时段的，申请变更授权',
      en: 'Stay within the grant’s hours, or apply for a change of the grant',
    },
  },
  unknown_task: {
    status: 422,
    title: { zh: '前序任务 {task} 不存在，或您看不到它', en: 'There is no task {task} that you may see' },
    remedy: { zh: '请从列表中选择', en: 'Choose from the list' },
  },
  circle: {
    status: 422,
    title: { zh: '任务互相等待：{path}', en: 'The tasks wait for each other: {path}' },
    remedy: { zh: '请去掉其中一处前后关系', en: 'Take one of these links away' },
  },
  keeps_no_runs: {
    status: 422,
    title: {
      zh: '账号不能在接收库建立模式 shuqiao，不能增量或追加',
      en: 'The account may not keep the schema shuqiao at the target, so nothing can be added to what is there',
    },
    remedy: {
      zh: '请库的管理员授予建模式的权限，或改用全量（整次运行要么全部送达，要么全不送达）',
      en: 'Ask its administrator for the right to create schemas, or choose full (a run is then delivered as a whole or not at all)',
    },
  },
  no_mount: {
    status: 409,
    title: {
      zh: '目录没有挂载库表，不能归集',
      en: 'No table is mounted to the entry, so nothing can be collected',
    },
    remedy: { zh: '请提供部门先挂载库表', en: 'The provider mounts a table first' },
  },
  not_collected: {
    status: 409,
    title: { zh: '这个目录没有在归集', en: 'The entry is not being collected' },
    remedy: { zh: '请在资源池里先确认归集', en: 'Confirm its collection in the pool first' },
  },
  nothing_to_check: {
    status: 422,
    title: { zh: '没有说明检查哪个授权或任务', en: 'Name a grant or a task to check' },
    remedy: { zh: '请选择授权，或已有的任务', en: 'Choose a grant, or a task that is there' },
  },
  not_set_aside: {
    status: 404,
    title: { zh: '运行 {run} 没有第 {n} 个搁置行', en: 'Run {run} set no row {n} aside' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  already_sent: {
    status: 409,
    title: { zh: '第 {n} 个搁置行已由运行 {run} 重送', en: 'Row {n} was sent again by run {run}' },
    remedy: { zh: '请到那次运行查看', en: 'Look at that run' },
  },
  bad_correction: {
    status: 422,
    title: { zh: '改正后的值仍不对：{problem}', en: 'The corrected value is still wrong: {problemEn}' },
    remedy: { zh: '请按数据项的要求填写', en: 'Write what the item asks for' },
  },
  nothing_to_send: {
    status: 409,
    title: { zh: '没有改正好、等待重送的行', en: 'No corrected row waits to be sent again' },
    remedy: {
      zh: '请先改正搁置行，或选择按来源现值重送',
      en: 'Correct some first, or send what the source has by now',
    },
  },
  cannot_resend: {
    status: 409,
    title: {
      zh: '这次运行的搁置行不能单独重送：{reason}',
      en: 'The rows cannot be sent by themselves: {reasonEn}',
    },
    remedy: {
      zh: '请提供部门在来源改正后，再次运行任务',
      en: 'The provider corrects them at the source; then run the task again',
    },
  },
  compares_less: {
    status: 409,
    title: {
      zh: '运行 {run} 是重送，来源仍是改正前的值，不能对账',
      en: 'Run {run} sent corrected rows, and the source still has them as they were: nothing to compare',
    },
    remedy: {
      zh: '请提供部门在来源改正，再次运行后对账',
      en: 'The provider corrects the source; run again, then compare',
    },
  },
  run_open: {
    status: 409,
    title: {
      zh: '运行 {run} 还没有结束，搁置行可能还会变',
      en: 'Run {run} has not ended; what it sets aside may still change',
    },
    remedy: { zh: '请等它结束', en: 'Wait for it' },
  },
});
