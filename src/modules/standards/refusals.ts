import { defineRefusals } from '#kernel/errors.ts';

const AGAIN = { zh: '没有保存任何内容', en: 'nothing was saved' };

export const refuse = defineRefusals('standards', {
  not_your_region: {
    status: 403,
    title: {
      zh: '标准由市级主管部门统一维护',
      en: 'The standards are kept by the city’s authority for all',
    },
    remedy: { zh: '请向市级主管部门提出', en: 'Ask the city’s authority' },
  },
  changed_meanwhile: {
    status: 409,
    title: {
      zh: '“{name}”已由{by}改为第 {version} 版',
      en: '“{name}” was changed meanwhile by {by}: it is at version {version} now',
    },
    remedy: {
      zh: `请重新打开，看过新内容再改；${AGAIN.zh}`,
      en: `Open it again and look at what it says now; ${AGAIN.en}`,
    },
  },
  exists: {
    status: 409,
    title: { zh: '代码“{key}”已经有了', en: 'There is “{key}” already' },
    remedy: { zh: '请换一个代码，或修改已有的', en: 'Choose another code, or change the one there is' },
  },
  name_taken: {
    status: 409,
    title: { zh: '“{name}”已经有了，代码是 {key}', en: '“{name}” is there already, as {key}' },
    remedy: { zh: '请换一个名称，或修改已有的', en: 'Choose another name, or change the one there is' },
  },
  unknown_table: {
    status: 404,
    title: { zh: '没有代码表“{table}”', en: 'There is no code table “{table}”' },
    remedy: { zh: '请从代码表列表中选择', en: 'Choose one from the list of code tables' },
  },
  unknown_code: {
    status: 404,
    title: { zh: '代码表“{table}”中没有“{key}”', en: 'The code table “{table}” has no “{key}”' },
    remedy: { zh: '请从代码表中选择', en: 'Choose one from the table' },
  },
  unknown_element: {
    status: 404,
    title: { zh: '没有编号为 {code} 的数据元', en: 'There is no standard element {code}' },
    remedy: { zh: '请从数据元中选择', en: 'Choose one from the list of elements' },
  },
  unknown_document: {
    status: 400,
    title: { zh: '标准文件中没有“{document}”', en: 'The library has no document “{document}”' },
    remedy: { zh: '请先录入该标准文件', en: 'Enter the document first' },
  },
  closed_table: {
    status: 409,
    title: {
      zh: '“{table}”的取值由办理流程决定，不能增加、停用或移除',
      en: 'The platform’s steps rest on the values of “{table}”: none can be added, retired or removed',
    },
    remedy: {
      zh: '可以改名称、说明和各平台的对照代码',
      en: 'You may change names, notes and the codes of other platforms',
    },
  },
  wrong_under: {
    status: 400,
    title: {
      zh: '“{table}”的取值要写明属于“{above}”的哪一项；“{under}”不对',
      en: 'A value of “{table}” belongs to one of “{above}”; “{under}” is none',
    },
    remedy: { zh: '请在所属项中选择', en: 'Choose what it belongs to' },
  },
  unknown_platform: {
    status: 400,
    title: { zh: '没有登记平台“{platform}”', en: 'The platform “{platform}” is not registered' },
    remedy: {
      zh: '请先在代码表“对接平台”中增加',
      en: 'Add it to the code table “Other platforms” first',
    },
  },
  foreign_taken: {
    status: 409,
    title: {
      zh: '{platform}的代码 {code} 已对应“{name}”',
      en: 'The code {code} of {platform} means “{name}” already',
    },
    remedy: {
      zh: '一个代码只能对应一个含义，请先核对',
      en: 'One code has one meaning; check it first',
    },
  },
  no_map: {
    status: 422,
    title: {
      zh: '{platform}的“{table}”还没有录入代码',
      en: 'No codes of {platform} are entered for “{table}”',
    },
    remedy: { zh: '请主管部门在代码表中录入', en: 'The authority enters them in the code table' },
  },
  no_counterpart: {
    status: 422,
    title: {
      zh: '{platform}的“{table}”里没有与“{name}”对应的代码',
      en: '{platform} has no counterpart of “{name}” in “{table}”',
    },
    remedy: {
      zh: '请改选对方也有的取值，或与对方商定代码后录入；平台不会自动换成别的含义',
      en: 'Choose a value that the other side has too, or agree on a code; the platform never changes a meaning by itself',
    },
  },
  unknown_foreign: {
    status: 422,
    title: {
      zh: '{platform}的“{table}”里没有录入代码 {code}',
      en: 'No code {code} of {platform} is entered for “{table}”',
    },
    remedy: {
      zh: '请主管部门核对对方的代码表后录入',
      en: 'The authority checks the other side’s table and enters it',
    },
  },
  bad_class_code: {
    status: 400,
    title: {
      zh: '分类代码 {code} 不能放在“{parent}”之下',
      en: 'The class code {code} cannot stand below “{parent}”',
    },
    remedy: {
      zh: '类 1 位，项再加 2 位，目再加 3 位，细目位数不限；都以上级代码开头',
      en: 'One digit for 类, two more for 项, three more for 目, any number for 细目; each begins with the code above',
    },
  },
  class_unknown: {
    status: 404,
    title: { zh: '没有代码为 {code} 的分类', en: 'There is no class {code}' },
    remedy: { zh: '请从分类中选择', en: 'Choose one from the tree' },
  },
  class_retired: {
    status: 409,
    title: { zh: '分类 {code} {name} 已停用', en: 'The class {code} {name} is retired' },
    remedy: { zh: '请选择在用的分类，或先恢复它', en: 'Choose a class in use, or restore it first' },
  },
  class_stays: {
    status: 409,
    title: {
      zh: '分类 {code} 不能移动：代码就是它的位置',
      en: 'The class {code} cannot be moved: its code is its place',
    },
    remedy: {
      zh: '请在新位置增加分类，再停用原来的；从未用过的可以移除',
      en: 'Add a class at the new place and retire the old one; one never used may be removed',
    },
  },
  class_divided: {
    status: 409,
    title: {
      zh: '分类 {code} 之下还有 {child}',
      en: '{child} stands below the class {code}',
    },
    remedy: { zh: '请先处理下级分类', en: 'See to the finer classes first' },
  },
  class_too_coarse: {
    status: 400,
    title: {
      zh: '分类 {code} {name} 太粗，不能用来编目录代码',
      en: 'The class {code} {name} is too coarse for the code of an entry',
    },
    remedy: { zh: '请至少选到“项”', en: 'Choose a 项 at least' },
  },
  no_departments: {
    status: 409,
    title: {
      zh: '各部门都已有分类代码，没有需要更新的',
      en: 'Every department has its class already; there is nothing to bring up to date',
    },
    remedy: { zh: '部门新建、改名或撤销后再更新', en: 'Come back when departments change' },
  },
  not_a_department_class: {
    status: 400,
    title: {
      zh: '各部门的分类只能放在“部门信息资源”（3）的某一目或细目之下，{code} 不是',
      en: 'Classes of departments stand below a 目 or 细目 of class 3; {code} is none',
    },
    remedy: { zh: '请先在 3 类之下增加本省的目', en: 'Add the 目 of your province below class 3 first' },
  },
  word_taken: {
    status: 409,
    title: {
      zh: '“{word}”同时属于“{name}”和“{other}”',
      en: '“{word}” would belong to both “{name}” and “{other}”',
    },
    remedy: {
      zh: '一个词只能属于一个名称，请先从另一个中去掉',
      en: 'A word belongs to one name; take it out of the other first',
    },
  },
  wrong_dates: {
    status: 400,
    title: { zh: '失效日期 {until} 早于施行日期 {from}', en: '{until} is before {from}' },
    remedy: { zh: '请核对日期', en: 'Check the dates' },
  },
  same_content: {
    status: 409,
    title: { zh: '内容没有变化', en: 'Nothing is different' },
    remedy: { zh: '请改动后再保存', en: 'Change something first' },
  },
  already_so: {
    status: 409,
    title: { zh: '“{name}”已经是这样了', en: '“{name}” is so already' },
    remedy: { zh: '请刷新页面', en: 'Reload the page' },
  },
  in_use: {
    status: 409,
    title: { zh: '“{name}”已有目录使用，不能移除', en: 'Entries have used “{name}”; it cannot be removed' },
    remedy: { zh: '可以停用：新目录不再选到它', en: 'Retire it: new entries will not see it' },
  },
  cited: {
    status: 409,
    title: {
      zh: '“{name}”还被“{by}”引用，不能移除',
      en: '“{name}” is cited by “{by}” and cannot be removed',
    },
    remedy: { zh: '请先改掉引用它的内容', en: 'Change what cites it first' },
  },
});
