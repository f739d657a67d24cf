// 简体中文：四层授权为何拒绝、如何满足，以及用户、客户端与策略的拒绝原因。
import type { denialsEn } from './en-denials.ts';
import type { FailureText } from './en-failures.ts';

export const denialsZhCn: Readonly<Record<keyof typeof denialsEn, FailureText>> = {
  challenge: {
    what: '本应用的证明来得太晚：TEE 的挑战只在一分钟内有效。',
    todo: '请重试。',
  },
  'client-proof': {
    what: '本应用未能证明自己是哪个程序。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'unknown-client': {
    what: '此程序未在 TEE 中登记。',
    todo: '请设备所有者在“安全”的“客户端”中登记它。',
  },
  'client-program-changed': {
    what: '发出请求的程序不是当初登记的程序。',
    todo: '如果应用更新过，请设备所有者确认一次；如果没有，请重新安装应用。',
  },
  'operation-not-allowed': {
    what: '此程序无权执行该操作。',
    todo: '请在钱包自己的窗口中操作，或请所有者为该程序登记更多权限。',
  },
  'outside-access-time': {
    what: '此程序只能在规定时段内工作，现在不在该时段。',
    todo: '请在规定时段内重试。',
  },
  'outside-address-range': {
    what: '此程序只能在规定的网络中工作，这台电脑不在其中。',
    todo: '请连接到规定的网络。',
  },
  'rate-limited': {
    what: '此程序的请求过于频繁。',
    todo: '请等待一分钟后重试。',
  },
  'sessions-full': {
    what: 'TEE 中已登录的会话数已达策略上限。',
    todo: '请在“安全”的“会话”中结束一个，然后重试。',
  },
  'no-owner': {
    what: '此设备还没有所有者。',
    todo: '请先完成设置。',
  },
  'login-required': {
    what: '目前没有人登录。',
    todo: '请解锁后重试。',
  },
  'wrong-proof': {
    what: '不正确。TEE 不会说明是哪一部分不对。',
    todo: '请检查后重新输入。如果是一次性验证码，请等下一个：每个只能使用一次。',
  },
  'locked-out': {
    what: '错误次数过多，因此一段时间内什么都不接受，即使正确也不行。',
    todo: '请等待后重试。',
  },
  'password-needed': {
    what: '需要您的密码：只有密码能打开您的密钥；连续多次未能识别击键方式时，也须使用密码。',
    todo: '请用密码确认，不要用击键方式。',
  },
  'same-factor': {
    what: '两项证明属于同一类。',
    todo: '请使用两种不同的证明，例如密码和一次性验证码。',
  },
  'other-user': {
    what: '该证明属于另一个人。',
    todo: '请使用您自己的证明，或锁定后以那个人的身份解锁。',
  },
  'not-device-owner': {
    what: '只有此设备的所有者可以这样做。',
    todo: '请让所有者来操作。',
  },
  'unknown-wallet': {
    what: '没有您可以访问的这个钱包。',
    todo: '请刷新列表。钱包的所有者可以授予您访问权。',
  },
  'binding-expired': {
    what: '您对此钱包的访问权已到期。',
    todo: '请让钱包的所有者延长期限。',
  },
  'not-permitted': {
    what: '您对此钱包的访问权不包含该操作。',
    todo: '请向钱包的所有者申请。',
  },
  'no-limit-for-asset': {
    what: '您的访问权设有限额，但此网络上的这种资产没有限额，因此不能支付。',
    todo: '请让钱包的所有者设置限额。',
  },
  'transaction-limit': {
    what: '金额超过了您单笔可支付的上限。',
    todo: '请减少金额，或请钱包的所有者提高限额。',
  },
  'daily-limit': {
    what: '加上这笔付款，您 24 小时内的支付将超过限额。',
    todo: '请减少金额、等待，或请钱包的所有者提高限额。',
  },
  'unbounded-spend': {
    what: '您的访问权设有限额，而无法判断此操作会让多少资产流出钱包。',
    todo: '请让钱包的所有者签名，或授予您不限额的访问权。',
  },
  'risk-too-high': {
    what: '此操作的风险过高，您提供任何证明都不会改变结果。',
    todo: '请阅读原因，并与您信任的人核对收款方和金额。',
  },
  'fraud-suspected': {
    what: '这很像已知的骗局，因此已被拒绝并记为可疑。',
    todo: '在以其他方式核实收款人之前，请勿再次发送。',
  },
  'payload-changed': {
    what: '该证明是为另一个请求提供的。',
    todo: '没有执行任何操作。请检查输入内容后再次确认。',
  },
  'enhanced-needed': {
    what: '此操作还需要一项证明，确认是您本人。',
    todo: '请用您的一种验证方式确认。',
  },
  'maximum-needed': {
    what: '此操作需要两项证明，确认是您本人。',
    todo: '请用两种不同的验证方式确认。',
  },
  'owner-exists': {
    what: '此设备已有所有者。',
    todo: '请以所有者身份解锁；所有者可以添加其他人。',
  },
  'name-taken': {
    what: '此设备上已有人使用该名称。',
    todo: '请另选一个。',
  },
  'not-prepared': {
    what: 'TEE 已不再持有为此抽取的助记词和代码。',
    todo: '请重新开始这一步：会抽取新的，旧的不再有任何作用。',
  },
  'words-do-not-match': {
    what: '这些不是所要求的词。',
    todo: '请与您写下的内容核对。',
  },
  'password-too-short': {
    what: '密码短于策略的要求。',
    todo: '请设置更长的密码。',
  },
  'factor-needed': {
    what: '没有这种验证方式，您将无法确认需要两项证明的操作。',
    todo: '请先设置另一种。',
  },
  'unknown-factor': {
    what: '这种验证方式尚未设置。',
    todo: '请刷新，或先进行设置。',
  },
  'unknown-user': {
    what: '此设备上没有这个人。',
    todo: '请刷新列表。',
  },
  'unknown-session': {
    what: '该会话已经结束。',
    todo: '请刷新列表。',
  },
  'unknown-client-id': {
    what: '没有以此标识登记的程序。',
    todo: '请刷新列表。',
  },
  'client-exists': {
    what: '已有程序以此标识登记。',
    todo: '若要重新登记，请先撤销它。',
  },
  'clients-full': {
    what: '登记的程序数已达策略上限。',
    todo: '请撤销一个，或在策略中提高数量。',
  },
  'own-client': {
    what: '程序不能撤销自己。',
    todo: '请从另一个已登记的程序操作。',
  },
  'own-binding': {
    what: '您作为所有者的访问权不能更改或取消。',
    todo: '请删除该钱包，或更改其他人的访问权。',
  },
  'unknown-binding': {
    what: '此人没有该钱包的访问权。',
    todo: '请刷新列表。',
  },
  'policy-version': {
    what: '策略在此期间已被更改。',
    todo: '请重新载入并再次进行更改。',
  },
  'policy-locks-out': {
    what: '采用此策略后，您将无法确认任何需要两项证明的操作，包括更改策略本身。',
    todo: '请在其中保留您已设置的两种验证方式。',
  },
  'no-gap': {
    what: '没有需要确认的停机时间。',
    todo: '无需任何操作。',
  },
};
