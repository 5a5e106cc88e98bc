#include "engine/search/Language.h"

#include "engine/search/Tokenizer.h"

#include <array>
#include <memory>
#include <sstream>
#include <unordered_set>

#include <libstemmer.h>

namespace cloister::search {

namespace {

constexpr qsizetype kGuessedCharacters = 4096;
/// Stop words another language needs to be believed, and what a letter only it uses is worth.
constexpr int kEvidence = 2;

constexpr std::array<const char *, kLanguages> kAlgorithms = {
    "english", "german", "french", "spanish", "italian", "portuguese", "dutch", "swedish", "russian",
};

/// Function words, folded as the tokenizer folds them (no accents, no apostrophes).
constexpr std::array<const char *, kLanguages> kStopWords = {
    "a about above after again against all am an and any are arent as at be because been before being below between "
    "both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during each few for from "
    "further had hadnt has hasnt have havent having he hed hell her here heres hers herself hes him himself his how "
    "hows i id if ill im in into is isnt it its itself ive just lets me more most mustnt my myself no nor not of off "
    "on once only or other ought our ours ourselves out over own same shant she shed shell shes should shouldnt so "
    "some such than that thats the their theirs them themselves then there theres these they theyd theyll theyre "
    "theyve this those through to too under until up very was wasnt we wed well were werent weve what whats when whens "
    "where wheres which while who whos whom why whys will with wont would wouldnt you youd youll youre youve your "
    "yours yourself yourselves s t d ll m re ve",
    "aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den denn der des "
    "dessen die dies diese dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer "
    "fur gegen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihr ihre ihrem ihren im in ist ja jede jeder "
    "jedes jetzt kann kein keine konnen man mehr mein meine mich mir mit muss nach nicht nichts noch nun nur ob oder "
    "ohne sehr sein seine sich sie sind so soll sollte sondern um und uns unser unter vom von vor wann war waren warum "
    "was weil wenn wer werden wie wieder wir wird wo wollen wurde wurden zu zum zur uber",
    "a ai au aux avec c ce ces cet cette comme d dans de des du elle elles en es est et etait etaient ete etre eu il "
    "ils j je l la le les leur leurs lui m ma mais me mes moi mon n ne nos notre nous on ont ou par pas plus pour qu "
    "quand que quel quelle qui quoi s sa sans se ses si son sont sur t ta te tes toi ton tres tu un une vos votre vous "
    "y suis sommes etes avait ont fait aussi chez",
    "a al algo ante aqui asi aun aunque cada como con contra cual cuando de del desde donde dos el ella ellas ellos en "
    "entre era eran es esa ese eso esta estaba estan este esto estoy fue fueron ha hace han hasta hay he la las le les "
    "lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero poco por porque que quien se ser "
    "si sin sobre son soy su sus tambien te tengo tiene todo todos tu tus un una uno unos y ya yo",
    "a agli ai al alla alle allo anche avere aveva c che chi ci come con cosa cui da dagli dai dal dalla dalle degli "
    "dei del dell della delle dello di dove e ed era erano essere fa gli ha hai hanno ho i il in io l la le lei lo loro "
    "lui ma mi mia mie miei mio molto ne nei nel nella nelle noi non nostro o per perche piu quale quando quella quello "
    "questa queste questi questo se sei si sia siamo sono sta sua sue sugli sui sul sulla suo suoi ti tra tu tua tuo un "
    "una uno vi voi",
    "a ao aos as ate com como da das de dela dele deles depois do dos e ela elas ele eles em entre era essa esse esta "
    "estao estava este eu foi foram ha isso isto ja la lhe mais mas me mesmo meu meus minha muito na nao nas nem no nos "
    "nossa nosso num numa o os ou para pela pelo por porque qual quando que quem se sem ser seu seus so sua suas tambem "
    "te tem tinha tu um uma voce voces",
    "aan al alles als altijd ben bij daar dan dat de der deze die dit doen door dus een en er ge geen had heb hebben "
    "heeft hem het hier hij hoe hun iets ik in is ja je jij kan kon maar me meer men met mij mijn moet na naar niet "
    "niets nog nu of om onder ons ook op over te tegen toch toen tot u uit uw van veel voor want waren was wat we wel "
    "werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou",
    "alla allt att av blev bli blir da de dem den denna deras dess det detta dig din dina dit du efter ej eller en er "
    "ett fran for ha hade han hans har henne hennes hon honom hur i icke in ingen inom inte jag ju kan kunde man med "
    "mellan men mig min mina mot mycket nar ni nu och om oss pa samma sedan sig sin sina sitta skulle som sa till under "
    "upp ut utan vad var vara varit vars vem vi vid vilken",
    "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть "
    "еще же за здесь и из или им их к как ко когда кто ли либо мне может мы на надо наш не него нее нет ни них но ну о "
    "об однако он она они оно от очень по под при с со так также такой там те тем то того тоже той только том ты у уже "
    "хотя чего чей чем что чтобы эта эти это я",
};

using WordSet = std::unordered_set<std::string>;

const std::array<WordSet, kLanguages> &stopWords()
{
    static const std::array<WordSet, kLanguages> sets = [] {
        std::array<WordSet, kLanguages> made;
        for (size_t i = 0; i < made.size(); ++i) {
            std::istringstream words{std::string(kStopWords[i])};
            for (std::string word; words >> word;)
                made[i].insert(word);
        }
        return made;
    }();
    return sets;
}

struct FreeStemmer
{
    void operator()(sb_stemmer *stemmer) const { sb_stemmer_delete(stemmer); }
};
using StemmerPtr = std::unique_ptr<sb_stemmer, FreeStemmer>;

/// A stemmer holds its working buffer, so each thread has its own.
sb_stemmer *stemmerOf(Language language)
{
    thread_local std::array<StemmerPtr, kLanguages> stemmers;
    StemmerPtr &stemmer = stemmers[static_cast<size_t>(language)];
    if (!stemmer)
        stemmer.reset(sb_stemmer_new(kAlgorithms[static_cast<size_t>(language)], nullptr));
    return stemmer.get();
}

using Votes = std::array<int, kLanguages>;

void voteByLetter(char16_t c, Votes &votes)
{
    const auto vote = [&votes](Language language) { votes[static_cast<size_t>(language)] += kEvidence; };
    if (c >= 0x400 && c < 0x530)
        vote(Language::Russian);
    else if (c == u'ß')
        vote(Language::German);
    else if (c == u'ñ' || c == u'¿' || c == u'¡')
        vote(Language::Spanish);
    else if (c == u'ã' || c == u'õ')
        vote(Language::Portuguese);
    else if (c == u'å')
        vote(Language::Swedish);
    else if (c == u'œ')
        vote(Language::French);
}

void voteByWord(const std::string &word, Votes &votes)
{
    const auto &sets = stopWords();
    for (size_t i = 0; i < sets.size(); ++i)
        votes[i] += sets[i].contains(word) ? 1 : 0;
}

} // namespace

Language guessLanguage(QStringView text)
{
    const QStringView head = text.left(kGuessedCharacters);
    Votes votes = {};
    qsizetype begin = -1;
    for (qsizetype i = 0; i <= head.size(); ++i) {
        if (i < head.size() && head[i].unicode() >= 0x80)
            voteByLetter(head[i].toLower().unicode(), votes);
        if (i < head.size() && head[i].isLetter()) {
            begin = begin < 0 ? i : begin;
        } else if (begin >= 0) {
            voteByWord(foldWord(head.sliced(begin, i - begin)), votes);
            begin = -1;
        }
    }
    size_t best = 0;
    for (size_t i = 1; i < votes.size(); ++i) {
        if (votes[i] >= kEvidence && votes[i] > votes[best])
            best = i;
    }
    return static_cast<Language>(best);
}

bool isStopWord(std::string_view foldedWord, Language language)
{
    return stopWords()[static_cast<size_t>(language)].contains(std::string(foldedWord));
}

std::string stem(std::string_view foldedWord, Language language)
{
    sb_stemmer *stemmer = stemmerOf(language);
    if (stemmer == nullptr) // only when memory is short
        return std::string(foldedWord);
    const auto *bytes = reinterpret_cast<const sb_symbol *>(foldedWord.data());
    const sb_symbol *stemmed = sb_stemmer_stem(stemmer, bytes, static_cast<int>(foldedWord.size()));
    if (stemmed == nullptr)
        return std::string(foldedWord);
    return std::string(reinterpret_cast<const char *>(stemmed), static_cast<size_t>(sb_stemmer_length(stemmer)));
}

} // namespace cloister::search
