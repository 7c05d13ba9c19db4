"""What news sites print around a story, in Ukrainian, Russian and English: phrases as data.

Phrases are folded (lower case, straight apostrophe, "е" for "ё") and stand without the
punctuation around them; patterns are for such folded lines, too, and match from the start.
"""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

AD = "ad mark"
VIDEO = "video of the day"
ALL_NEWS = "link to all news"
SHARE = "share button"
NAVIGATION = "site navigation"
COMMENTS = "comments and their rules"
CAMPAIGN = "donation or partner banner"
TEASER = "teaser of another story"
COOKIES = "cookie notice"
COPYRIGHT = "copyright notice"
SUBSCRIBE = "call to subscribe"
CONTACT = "call to write to the newsroom"
COUNTER = "counter"
RULE = "rule between parts"
AGENCY = "agency mark"
RATES = "weather or rates"

PHRASES = {
    AD: """реклама | на правах реклами | на правах рекламы | advertising | advertisement | ad | ads
        | sponsored | sponsored content | promoted | спонсорський контент | спонсорский контент
        | реклама на сайті | реклама на сайте | story continues below | article continues below
        | continue reading below | advertisement - scroll to continue | новини компаній
        | партнерський матеріал | партнерский материал | paid content | remove ads | промо | promo
        | skip ad | skip advertisement | story continues below advertisement | закрити рекламу
        | article continues after advertisement | after the advertisement | продовження після реклами
        | продолжение после рекламы""",
    VIDEO: """відео дня | видео дня | video of the day | фото дня | photo of the day
        | головне відео дня | главное видео дня | video of the week | today's video""",
    ALL_NEWS: """усі новини | всі новини | все новости | all news | більше новин | больше новостей
        | more news | вся стрічка | вся лента | вся стрічка новин | вся лента новостей | all stories
        | all headlines | усі новини дня | все новости дня | більше | больше | show more | load more
        | показати ще | показать еще | завантажити ще | загрузить еще | архів новин | архив новостей
        | see all | view all | усі матеріали | все материалы | see all news | view all news""",
    NAVIGATION: """головна | главная | home | новини | новости | news | публікації | публикации
        | блоги | blogs | архів | архив | archive | меню | menu | пошук | поиск | search | увійти
        | вхід | войти | вход | log in | login | sign in | sign up | register | реєстрація
        | регистрация | укр | рус | eng | ua | ru | en | укр рус eng | ua ru en | ua en | укр рус
        | skip to content | skip to main content | перейти до основного вмісту | перейти к содержимому
        | назад | back | вгору | нагору | наверх | back to top | про нас | о нас | about us | about
        | контакти | контакты | contacts | contact us | rss | мапа сайту | карта сайта | sitemap
        | правила користування | условия использования | terms of use | privacy policy
        | політика конфіденційності | политика конфиденциальности | редакція | редакция
        | редакційна політика | редакционная политика | закрити | закрыть | close | далі | вперед
        | next | previous | попередня | наступна | предыдущая | следующая | попередня новина
        | наступна новина | next article | previous article | terms and conditions | cookie policy
        | українська | русский | english | українською | по-русски | in english | site index
        | наші проєкти | наши проекты | our projects | listen to this article | listen
        | слухати | слушать | прослухати новину | read in ukrainian | read in russian
        | читати українською | читать на украинском | читать на русском | читать на английском""",
    COMMENTS: """коментарі | комментарии | comments | коментувати | комментировать | comment
        | залишити коментар | оставить комментарий | leave a comment | add a comment | post a comment
        | додати коментар | добавить комментарий | join the conversation | show comments
        | показати коментарі | показать комментарии | правила коментування | view comments
        | правила комментирования | commenting rules | обговорення | обсуждение | discussion
        | обговорити | обсудить | discuss""",
    SUBSCRIBE: """підписатися | підписатись | подписаться | subscribe | subscribe now | newsletter
        | newsletters | розсилка | рассылка | follow us | follow | стежити | follow topic""",
    AGENCY: """ends | end | кінець | конец | -30- | ### | кінець повідомлення | конец сообщения
        | конець | end of story | end it | more to follow | end of text | кінець тексту""",
    TEASER: """читайте також | читайте ще | читайте также | також читайте | также читайте | читай також
        | также по теме | по темі | за темою | по теме | новини за темою | новости по теме
        | матеріали за темою | материалы по теме | read also | also read | read more | see also | related
        | related stories | related articles | related news | related topics | more on this story
        | more on this | більше за темою | дивіться також | смотрите также | ще за темою | more stories
        | читати далі | читать далее | continue reading | you may also like | recommended
        | рекомендуємо | рекомендуем | вибір редакції | выбор редакции | editor's choice
        | editors' picks | вам може сподобатися | вам может понравиться | read next | up next
        | більше новин за темою | останні новини | последние новости | стрічка новин | лента новостей
        | latest news | latest | головні новини | главные новости | топ новини | топ-новини | топ новости
        | топ-новости | top stories | trending | trending now | most read | most popular | популярне
        | популярное | популярні новини | популярные новости | найпопулярніше | самое популярное
        | читають зараз | сейчас читают | зараз читають | найбільш читані | самое читаемое
        | головне | главное | главное за день | головне за день | новини дня | новости дня
        | новини партнерів | новости партнеров | partner news | from our partners | вас зацікавить
        | вас заинтересует | інші новини | другие новости | other news | more from this section
        | ticker | breaking news | ще новини | еще новости | top news | headlines | в тему""",
}

SECTIONS = frozenset({TEASER})
"""Lines of this sort may be followed by headlines of other stories."""

CLOSINGS = frozenset({COMMENTS, COPYRIGHT, ALL_NEWS, SHARE})
"""After these a short line belongs to the page and is no subheading, unless prose follows."""

SHARE_WORDS = """поділитися поділитись поделиться поширити share tweet facebook twitter telegram
    whatsapp viber linkedin email e-mail messenger pinterest reddit instagram youtube threads bluesky
    print друк друкувати роздрукувати печать распечатать save зберегти сохранить link x fb tg
    копіювати скопіювати скопировать посилання ссылку ссылка copy надіслати отправить this article
    story post on via in у в with friends друзями с з із через the up твіт твитнуть tiktok page"""
SHARE_START = """поділ поде пошир share tweet faceb twit teleg whats viber link email e-mail messen pint
    reddit insta youtube threads bluesky print друк розд печа распеч save збер сохр копі скоп copy"""

PATTERNS = {
    CAMPAIGN: (
        r"(?:за)?донат\w*|донейт\w*|партнерськ\w+ збір|партнерск\w+ сбор|partner(?:ship)? fundraiser"
        r"|fundrais\w+|donate|благодійний збір|благотворительный сбор|збір на (?:дрони|допомогу|реб)"
        r"|підтримай(?:те|мо)? (?:нас|редакц|наш|уп|незалежн|роботу|журналіст|українськ|видання|проєкт|медіа)"
        r"|поддержи(?:те)? (?:нас|редакц|наш|уп|независ|работу|журналист|украинск|издание|проект|медиа)"
        r"|support (?:us|our|independent|quality|the (?:newsroom|paper|work)|local journalism)"
        r"|support [\w ]{2,30} journalism|стань(?:те)? (?:частиною|учасник|нашим|патрон|членом|донором)"
        r"|станьте (?:частью|участник)|become an? (?:member|patron|supporter|donor|subscriber)"
        r"|приєднуй(?:тесь|теся|ся) до (?:клубу|спільноти)|вступ(?:ай|айте|іть) (?:до|в) клуб"
        r"|присоединяй(?:тесь|ся) к (?:клубу|сообществу)|join our (?:club|community|members)"
        r"|допоможіть нам|помогите нам|help us|buy us a coffee|пригостіть|make a (?:donation|contribution)"
        r"|partner project|партнерський проєкт|партнерский проект"
    ),
    AD: (
        r"(?:реклама|advertising|advertisement|на правах реклами|на правах рекламы|sponsored by"
        r"|за підтримки партнера|при поддержке партнера)\s*[:•|]"
        r"|sponsored by\b|this (?:article|content) is sponsored"
    ),
    COMMENTS: (
        r"(?:уважаемые|шановні|дорогі|дорогие) (?:читачі|читатели|друзі|друзья)\b.{0,80}"
        r"(?:коментув|комментир|коментар|комментар|правил)"
        r"|(?:dear|esteemed) readers\b.{0,80}(?:comment|rules)|(?:please )?(?:keep to|follow|read) "
        r"(?:our|the) (?:comment\w*|house) rules|(?:правила коментування|правила комментирования)\b"
        r"|(?:коментарі|комментарии|comments|коментарів|комментариев)\s*[:(\[]?\s*\d+[)\]]?$"
        r"|\d+ (?:коментар\w*|комментар\w*|comments?)$"
        r"|(?:щоб|чтобы) (?:залишити|оставить|прокоментувати|коментувати|комментировать)\b"
        r"|(?:log|sign) in to (?:leave |post )?(?:a )?comment|увійдіть, щоб|войдите, чтобы"
        r"|коментувати можуть|комментировать могут|будьте (?:першим|первым)|be the first to comment"
    ),
    TEASER: (
        r"(?:читайте також|читайте ще|читайте также|також читайте|также читайте|читай також|читайте"
        r"|дивіться також|дивіться|смотрите также|смотрите|слухайте|слушайте|детальніше|докладніше"
        r"|подробнее|по темі|за темою|по теме|к теме|до теми|read also|also read|read more|read this|read"
        r"|see also|watch also|watch|listen|related|more on this(?: story)?|more|дізнайтеся більше"
        r"|дізнайтесь більше|узнайте больше|більше про це|больше об этом|learn more|find out more|don't miss"
        r"|не пропустіть|не пропустите|recommended|рекомендуємо|рекомендуем|в тему|до речі, читайте"
        r"|більше за темою|ще за темою|you may also like|read next|аналітика по темі)\s*[:>→»]"
        r"|(?:читайте також|читайте ще|читайте также|read also|see also|дивіться також|смотрите также"
        r"|more on this story)\s+\S|(?:читайте|дивіться|смотрите|read|watch) (?:також|также|also)\b"
        r"|(?:подробнее|детальніше|докладніше|more) (?:читайте|in our|у матеріалі|в материале|в статті)\b"
    ),
    COOKIES: (
        r"(?:we use|this (?:web)?site|our (?:web)?site|ми використ|мы использ|ц(?:ей|я) (?:веб-?)?сайт"
        r"|этот (?:веб-?)?сайт|наш сайт|сайт використ|сайт использ|by (?:continuing|using)|продовжуючи"
        r"|продолжая|accept|прийняти|принять|i agree|погоджуюс|соглас|використовуючи|используя)"
        r".{0,250}(?:cookie|кукі|куки|файли|файлы)|(?:cookies?|файли cookie|файлы cookie)$"
        r"|accept all$|reject all$|прийняти все$|прийняти всі$|принять все$|cookie settings$"
        r"|manage (?:cookies|preferences)$|налаштування cookie"
    ),
    COPYRIGHT: (
        r"©|\(c\)\s|copyright\b|all rights reserved|(?:усі|всі|все) права (?:захищен|защищен)"
        r"|передрук|перепечатк|републікац|републікац|републикац|republication|reproduction of"
        r"|(?:будь-яке )?(?:використання|копіювання|цитування) (?:будь-яких )?матеріалів"
        r"|(?:любое )?(?:использование|копирование|цитирование) (?:любых )?материалов"
        r"|матеріали (?:з|із|під) (?:поміткою|позначк|рубрик|плашк)|материалы (?:с|под) (?:пометк|рубрик|плашк)"
        r"|(?:при|у разі) (?:використанні|цитуванні|копіюванні|передруку|использовании|цитировании|копировании)"
        r"|ідентифікатор (?:онлайн-)?медіа|идентификатор (?:онлайн-)?медиа|the use of (?:any )?materials"
        r"|no part of this|this material may not be|використання (?:фото|контенту)"
    ),
    SUBSCRIBE: (
        r"підписуй(?:ся|тесь|теся)|підпишіться|підпишись|подписывай(?:ся|тесь)|подпишитесь|подпишись"
        r"|підписатися на|підписатись на|подписаться на|subscribe (?:to|for|now)|sign up (?:to|for|now)"
        r"|follow us|follow \w+ (?:on|in)\b|follow [\w ]{2,30} on (?:telegram|facebook|twitter|x|instagram|google)"
        r"|слідкуй(?:те)? за (?:нами|нашим|новинами|головним)|стежте за|стеж за|следите за (?:нами|нашими|новостями|главными)"
        r"|читай(?:те)? (?:нас|головні|главные|новини|новости|\"?[\w ]{2,30}\"?) (?:у|в|на) (?:telegram|телеграм|facebook|фейсбуці|google|viber|instagram|whatsapp)"
        r"|читай(?:те)? нас\b|join (?:our|us on) |приєднуйтес[ья] до (?:нашого|нас|каналу)|присоединяйтесь к (?:нашему|нам|каналу)"
        r"|(?:наш|our) (?:telegram|телеграм|канал|channel|viber|whatsapp)|get (?:our|the) (?:\w+ ){0,2}newsletter"
        r"|отримуйте (?:новини|головні|сповіщення|наші|найважлив)|получайте (?:новости|главные|уведомления|наши)"
        r"|turn on notifications|увімкніть сповіщення|включите уведомления|download (?:our|the) (?:\w+ )?app"
        r"|завантажуйте (?:наш|додаток|застосунок)|скачивайте наш|головні новини (?:у|в) (?:нашому )?telegram"
        r"|новини (?:від|у) [\w .\"]{2,40} (?:у|в) telegram|новости от [\w .\"]{2,40} в telegram|our standards:"
    ),
    CONTACT: (
        r"(?:надсилайте|надішліть|присылайте|пришлите|пишіть|пишите|напишіть|напишите) (?:нам|нас|ваші|ваши|свої|свои|на|в|у|редакц|мені)\b"
        r"|(?:write|email|e-mail|contact|message|text|send) us\b|(?:got|have) a (?:tip|story|news tip)"
        r"|(?:маєте|есть|є|имеете) (?:цікаву|що|чим|новин|интересн|новост|чем|інформац|информац)\w*.{0,60}(?:пиш|надс|прис|напи|зв)"
        r"|(?:якщо(?: ви)?|если(?: вы)?|if you)?\s*(?:помітили|побачили|знайшли|заметили|увидели|нашли|обнаружили|spotted?|found|noticed?|see|spot) (?:an? |орфографічну |граматичну )?(?:помилку|ошибку|error|mistake|typo)"
        r"|(?:виділіть|виділи|выделите|select) .{0,60}(?:ctrl|помилк|ошибк|text|enter)|report an? (?:error|typo|mistake)"
        r"|повідомити про помилку|сообщить об ошибке|(?:e-?mail|пошта|почта|телефон|тел|phone|tel)\s*[.:]\s*[\w.+@() -]{5,}$"
        r"|(?:newsroom|редакція|редакция|desk)\s*[:+]\s*[+\d(]|for further information"
        r"|(?:контакти|контакты|contacts?) (?:для преси|для прессы|for (?:the )?press|for media)"
    ),
    COUNTER: (
        r"\d[\d ]*$|(?:переглядів|перегляди|просмотров|просмотры|views?|прочитань|прочитали|читачів)\s*:?\s*\d[\d ,.]*[kкmм]?$"
        r"|\d[\d ,.]*(?:k|тис|тыс)?\.? (?:переглядів|перегляди|просмотр\w*|views?|прочитань|shares?|likes?|поширень|лайків)$"
        r"|(?:час|время) (?:читання|чтения|прочитання)\b.{0,20}$|\d+ ?(?:min|mins|minutes?|хв|мин|хвилин\w*|минут\w*)\.? (?:read|читання|чтения|на читання|на чтение)$"
        r"|reading time\b.{0,20}$|(?:фото|photo|image|slide)? ?\d{1,3} ?(?:/|з|из|of) ?\d{1,3}$"
        r"|(?:\d+|an?|one|\w+) (?:seconds?|minutes?|mins?|hours?|days?|секунд\w*|хвилин\w*|минут\w*|годин\w*|час\w{0,2}|д(?:ень|ні|нів|ня|ней)) (?:ago|тому|назад)(?: .{0,20})?$"
        r"|(?:\d{1,3} )(?:\d{1,3}|[.…]+)(?: (?:\d{1,3}|[.…]+|next|далі|далее|›|»|наступна|следующая))*$"
        r"|word count\b|words?\s*:\s*\d+$|\d+ words$|знаків\s*:|символів\s*:"
    ),
    NAVIGATION: (
        r"https?://\S+$|www\.\S+$|(?:джерело|источник)\s*:\s*https?://\S+$|[\w.+-]+@[\w-]+\.[\w.]+$|@\w{3,}$"
        r"|(?:увімкніть|включите|please enable|enable) (?:java|javascript)|your browser|ваш браузер"
        r"|(?:читати|читать|read) (?:цю |эту |this )?(?:новину|статтю|новость|статью|article|story)? ?(?:українською|російською|англійською|на украинском|на русском|на английском|in (?:english|ukrainian|russian))"
        r"|(?:цей матеріал|этот материал|this (?:article|story)|новина|матеріал)(?: також)? (?:доступн\w+|is (?:also )?available) .{0,60}$"
        r"|skip to|перейти (?:до|к) "
    ),
    AGENCY: (
        r"\(ends?\)|-+ ?ends? ?-+|-30-|#{3,}|\((?:кінець|конец)\)|-+ ?(?:кінець|конец) ?-+|\+{3,}|nnnn$"
        r"|\(?(?:editing|writing|edited|compiled|additional reporting|translated) by\b|(?:редактор|редакторка|переклад|перевод|коректор|корректор|випусков\w+ редактор\w*|редагува(?:в|ла)|підготув(?:ав|ала)|подготовил\w?|дизайн|верстка|editor|translation|edited by|translated by)\s*[:—–]"
        r"|(?:slug|keywords?|category|service|priority|copyright holder|urgency|id|item|series|story no|copy no|desk|подача|пріоритет|приоритет|категорія|категория|номер|випуск|выпуск|рубрика|rubric|section|language|мова|язык|subject|genre|version|служба|стрічка|лента|take|status|статус)\s*:\s*\S"
        r"|(?:embargo\w*|ембарго|эмбарго|not for (?:publication|release)|не для публікації)\b"
        r"|(?:терміново|срочно|urgent|flash|молнія|молния|блискавка|breaking|newsalert|news alert|bulletin)[ !:.]*$"
        r"|\(?(?:adds|updates|recasts|corrects|refiles|repeats|доповнено|додано|додає|дополняет) .{0,100}(?:\)|$)"
        r"|(?:update|оновлення|обновление) \d+$|for immediate release|для негайного поширення|пресреліз$|прес-реліз$|пресс-релиз$|press release$"
        r"|our standards\b"
    ),
    RATES: (
        r"(?:usd|eur|pln|gbp|\$|€|£|курс|нбу|btc|долар|доллар|євро|евро|brent)\s*[:/]?\s*(?:usd|eur|uah|нбу)?\s*\d+[.,]\d+"
        r"|[\w'’ -]{2,25}[,:]?\s*[+−–-]?\d{1,2} ?°"
    ),
    VIDEO: r"(?:відео дня|видео дня|video of the day)\s*[:•|—–-]",
    ALL_NEWS: (
        r"(?:усі|всі|все|all|більше|больше|more|вся) (?:новини|новости|news|stories|стрічка|лента|headlines)"
        r"(?: .{0,40})?(?:\.\.\.|…|>|→|»)$|перейти (?:до|к) (?:всіх|усіх|всем|стрічки|ленте)"
    ),
}

RUBRICS = """політика політики политика politics економіка экономика economy economics світ мир world
    європа европа europe україна украина ukraine київ киев kyiv війна война war суспільство общество
    society спорт sport sports культура culture наука science техно технології технологии technology tech
    бізнес бизнес business фінанси финансы finance здоров'я здоровье health життя жизнь life стиль
    lifestyle події происшествия incidents кримінал криминал crime освіта образование education думка
    думки мнение мнения opinion opinions колонка колонки інтерв'ю интервью interview interviews
    репортаж репортажі новини новости news регіони регионы regions місто город city місцеве local
    енергетика энергетика energy довкілля экология environment погода weather подорожі путешествия
    travel кіно кино музика музыка music книги books відео видео video фото photo photos подкасти
    подкасты podcasts аналітика аналитика analysis розслідування расследования investigations уп up
    стаття статья article features обороноздатність оборона defence defense медіа media авто auto
    їжа еда food новина новость публікації публикации спецпроєкти спецпроекты бульвар столиця столица
    агро транспорт transport головна главная home uk markets ринки рынки nature природа"""
"""Rubric names: above a headline or in a trail of links they are navigation."""
