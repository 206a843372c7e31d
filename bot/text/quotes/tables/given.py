"""Given names that are nearly always a woman's or a man's, from general knowledge; those used for both are left out."""

from bot.text.quotes.words import Names, words

NAMES = Names(
    female=words(
        """
        aaliyah abby abigail ada adele adriana agathe agnes agnieszka agnès aileen ailsa aisha akiko alessandra
        alexandra alice alicia alison allison alma alyssa amanda amelia amelie amina aminata amy amélie ana
        anaïs angela angelika anita anja anjali anke ann anna annabelle annalena anne anne-marie annegret
        annette annie annika antje antonella antonia ariana arlene ashley asma astrid audrey aung aurore ava
        ayesha ayşe barbara barbra beata beate beatrix beatriz becky begoña bella benazir bente bernice beryl
        beth bethany betsy betty beverly beyonce beyoncé bianca birgit bonnie brenda bridget brigitte brittany
        bénédicte caitlyn camila candace candy cara carla carly carmen carol carola carolina caroline carolyn
        carrie cassandra catalina catarina catherine cecile cecilia celia chantal charlotte chelsea cheryl
        chiara chloe chloé christa christiane christina christine cindy claire clara claudia clémence colette
        colleen conceição concepción condoleezza connie constance consuelo cora corinne cornelia courtney
        cristina cynthia cécile céline dagmar dalia daniela danielle daria darlene deanna debbie deborah debra
        deepika deirdre delores delphine denise diana diane dianne dilma dolly dolores donatella donna dora
        doreen doris dorothy edda edith edna eileen ekaterina elaine eleanor elena elif elisa elisabeth
        elisabetta elise eliza elizabeth elke ella ellen ellie elly elsa elsie emily emine emma emmanuelle erica
        erika erin erna esperanza estelle esther ethel eugenia eva evelyn ewa fabienne fatima fatma fatou fay
        federica felicia filipa fiona flora frances francesca francoise franziska françoise frauke freya
        friederike fátima gabriela gabriele gail galina genevieve geneviève gennifer geraldine gerda gertrude
        gesa gesine ghislaine gillian gina ginette ginger giorgia giovanna giulia giuseppina gloria grace graça
        greta gretchen guadalupe gudrun gunhild gwen gwendolyn hannah hannelore harriet hasina hatice hazel
        heather hedda heide heidi heike helen helena helga helle henrietta henrike hilary hildegard hillary huda
        huma hélène ida ilaria ilse imke imogen indira ines inge ingeborg ingrid ingrida inés inês irene irina
        irma irmgard irène isabel isabella isabelle isla itziar ivanka jacinda jackie jacqueline jacqui jadwiga
        jana jane janelle janet janice jasmine jeanette jeanine jeanne jeannette jenna jennifer jenny jessica
        jessie jill jimena joan joana joann joanna joanne jodie johanna josephine josette josiane josie joyce
        joëlle juanita judith judy julia juliana julie juliet julija kaja kamala kara karen karin kate katherine
        kathleen kathryn kathy katie katja katrin katrina katrín katy kavita kay kayla keiko keisha kelly
        kellyanne kerstin khadija khaleda kimberly kirsten kirsty krista kristen kristi kristin kristina ksenia
        lakshmi lana latoya laura lauren laurence layla lea leah leanne leila leire lena lene letizia liliana
        lillian lily linda ling lisa liv livia liz liza lois loredana lorena loretta lori lorna lorraine lotte
        lottie louisa louise lucia lucille lucy lucía ludmila luiza lurdes luísa lydia lynda lynn lynne lyudmila
        léa mabel mackenzie madeleine maeve magdalena maggie maike maite malala mamata manon manuela marcella
        marcia maren margaret margarita margie margot marguerite maria mariam marian mariana marianne
        mariastella marie mariela marielle marilyn marina marine marisol marissa marit marjorie marlene marta
        martha martina martine mary maryam mathilde matilda maureen maxine maya mazie maëlle meera megan
        megawati meghan megyn mei meike melania melanie melinda melissa meral mercedes meryl mette mia michela
        michelle mildred mimi mindy minnie miranda mireille miriam misty moira molly mona monica monika monique
        montserrat morag muriel myra mónica nadia nadine nadira nadja nancy naoko naomi nasrin natalia natalie
        natasha nathalie nell nerea ngozi niamh nicole nikki nina noelia noor nora norma noémie nur nuria odile
        oksana olga olivia oprah ottilie pamela paola pascaline patricia patsy patti patty paula pauline peggy
        penny pernille petra philippa philomena phoebe phyllis pilar polly portia priscilla priya priyanka
        rachael rachel rachida radha raffaella ragnhild rakel ramona rania raquel rebecca regina rena renate
        renee rhonda rita roberta robyn rocio rocío roisin ronja rosa rosalie rosalind rosanna rosaria roseanne
        roselyne rosemary rosie rosângela roxanne ruth ruthie sabine sabrina sadie sahra sakura sally samantha
        samira sandra sanna sara sarah segolene selena selma shakira shari sharon sheila shelley sherri sheryl
        shirin shirley shona signe sigrid sigrun silke silvia simonetta siobhan sofia solveig solène sondra
        sonia sonja sonya sophia sophie soraya stacey stacy stefanie stella stephanie sue sunita susan susana
        susann susanne sushma susie suzanne svenja svetlana swantje sylvia sylvie ségolène sílvia sônia tabitha
        tamara tamika tammy tania tanja tansu tanya tara tarja tatiana teresa tessa thelma theresa theresia
        thérèse tiffany tina toni tracey tricia trine trish trudy tulsi ulla ulrike ursula ute vaira valentina
        valeria valerie valérie vanesa vanessa vera veronica verónica vicki vickie victoria vigdís viola violet
        virginie vivian véronique waltraud wanda wendy whitney wiebke wilma winnie ximena yasmin yolanda yuki
        yulia yuliya yvette yvonne zahra zainab zeynep zoe zoey élisabeth élodie
        """
    ),
    male=words(
        """
        aaron abdullah abe abel abraham abílio adam adolfo adrian adriano adrien aecio agustín ahmad ahmed ahmet
        aidan akira al alain alan alasdair alastair albert alberto aldo alejandro aleksandar alessandro alessio
        alex alexander alexandre alfie alfredo ali alistair allan allen alonso alvaro alvin amaury amit amos
        américo amílcar ander anders andreas andres andrew andrzej andrés andy angel angelino angelo angus
        anibal anil ansgar anthony antoine anton antonin antonio antónio aníbal archie ariel arjun armando armin
        arnaldo arnaud arne arno arnold arthur artur arturo arun ashraf ashton attilio augusto aurélien avery
        avigdor axel aécio baptiste barack barney barry bart bashar basil bastien ben benito benjamin benoit
        benoît beppe bernard bernardo bernd bernie bert bertrand bibi bilal bill billy binali bjarne bjorn björn
        blake bob bobby boris borja brad bradley brandon brendan brent bret brett brian brock bruce bruno bryan
        bryant bud byron caetano caleb callum calvin camilo carl carles carlo carlos carlton carmelo cary cecil
        cedric cem cesare chad charles chester chinedu chris christophe christopher chuck clarence clark claude
        claudio clayton cliff clifford clint clive clyde cláudio clément cody colin conrad corey cormac corrado
        cory cosimo craig cristiano cristóbal curt curtis cyril cyrus cédric césar damian damien dan daniel
        dario darrell darren darryl darío dave davi david davide declan denis dennis denny denzel derek derrick
        desmond detlef deval devin dewey dexter dick didier diego dieter dietmar dirk dmitri dmitry domenico
        domingo dominic dominique don donald doug douglas drew duane dudley duncan dustin dwayne dwight dylan
        earl eberhard ed eddie edgar edmund edoardo edouard edson eduardo edward edwin egbert egon egídio ehud
        ekkehard eli elias elijah elliot elliott ellis elmer elton emanuel emanuele emeka emerson emil emiliano
        emilio emmanuel ennio enrico enrique eoin eric erik erling ernest ernesto ernie ervin erwin esteban
        ethan ettore eugene evan everett evo ezio fabian fabien fabio fabrice fabrizio faisal fausto felipe
        felix ferenc fergus fernando fidel filippo fletcher florent floyd flávio forrest francesco francis
        francisco franco francois frank frank-walter frankie franklin franz françois fred freddie frederick
        friedrich frédéric fábio félix gabriel gareth garrett gary gavin gaël gaëtan geir gene gennaro geoff
        geoffrey george gerald geraldo gerard gerardo gerd gerhard germán giacomo giancarlo gianluca gianni
        gianpaolo gideon gil gilbert gilberto giles gilles gino giorgio giovanni giulio giuseppe glen glenn
        gonzalo gonçalo goodluck gordon gottfried graham greg gregor gregorio gregory grégoire guido guilherme
        guillaume guillermo gunnar gunther gus gustav gustavo gérald günter günther haakon hal halvard hamid
        hamish hamza hank hans hans-jürgen hans-peter harald harlan harold harry hartmut harvey hassan hector
        heiko heiner heinz helmut helmuth henri henrique henry herb herbert herman hernán hervé hiroshi holger
        homer horace horst howard hubert hubertus huckabee hugh hugo humberto humphrey hussein håkon héctor
        hélder ian ibrahim idris ignacio ignazio igor imran ingo inigo ira irving irwin isaac isaiah isidro ivan
        ivar ivo iván jabu jacinto jack jacob jacques jaime jair jake jakub jamal james janez jared jarosław
        jarvis jason jasper javier jay jean-christophe jean-claude jean-luc jean-marie jeb jed jeff jeffery
        jeffrey jens jeremy jermaine jerome jerry jesse jesús jim jimmy jintao joachim joao joaquim joaquín
        jochen joe joel johan john johnnie johnny jon jonah jonas jonathan joost jorge jose joseph josh joshua
        josué josé joão juan juergen julian julien julio julius julián jun jurgen justin jânio jérémie jérôme
        jörg júlio jürgen kaleb karim karl karl-heinz karsten kaspar keegan keir keith kemal ken kenji kenneth
        kenny kent kevin khalid kirk klaus knut kofi konrad kris kurt kwame kyle kåre kévin lachlan lamberto
        lance larry lars lars-erik lasse laurent lawrence leandro lech leif len leo leon leonard leonardo
        leopold leroy lester lewis liam lilian lionel lloyd logan lorenzo lothar lou louie louis loïc luc luca
        lucas luciano ludovic luigi luis luiz lukas luke lula luther lutz luís lyle lyndon lúcio mack magnus
        malcolm manfred manmohan manolo manuel marc marcel marcello marcelo marco marcos marcus marek mariano
        marino mario mark markus marshall martin marvin mason massimo mateo mathieu mats matt matteo matthew
        matthias matthieu maurice mauricio maurizio mauro maurício max maxime maxwell mehmet melvin merle micah
        michael michaël michel michele mickaël mickey miguel mike mikkel miles milos miloš milton mirko mitch
        mitchell mitt mohamed mohammed moisés morris mort morten moses moshe muhammad muhammadu murat murilo
        murray mustafa myles máximo nabil naftali narendra nathan nawaz neal ned neil nelson newt nicholas nick
        nicolas nicolás nigel nils noah noel norbert nuno nélson octavio odd ola olaf oliver olivier olof omar
        oriol orlando orrin orville osama oscar oskar otis ottavio ottmar otto otávio owen pablo paolo pascal
        patricio patrick paul paulinho paulo pavel pedro pepe percy perry pervez pete peter petro petter phil
        philip philipp philippe phillip pier piero pierre piers piet pietro quentin quim rachid rafael raffaele
        rahul raila rainer rajesh ralf ralph ramiro ramon ramón rand randy raphael rashid rasmus raul ravi ray
        raymond raúl recep reggie reginald reince reiner reinhard reinhold renan renato rené reuben rex rhys
        ricardo riccardo richard rick rickey ricky rob robbie robert roberto rocco rocky rod roderick rodney
        rodolfo rodrigo roger rogério roland rolf romain romano romário ron ronald ronnie rory ross rowan roy
        ruben rubén rudi rudolf rudolph rudy rufus ruggero rui rune rupert russ russell ryan régis rémi rémy
        rüdiger saddam salvador salvatore sam sammy samuel sandro sanjay santi santiago satoshi saul saverio
        saxby saúl scott sean sebastian sebastien sergei sergey sergi sergio seth seymour shane shaun sheldon
        sherman sherrod shimon shinzo sid sidney siegfried sigmar sigurd silvio simon simón sindre sipho
        slobodan solomon spencer stan stanley stefan stefano steffen stephane stephen sterling steve steven
        stewart stuart stéphane suresh svein sven sylvain sylvester sébastien sérgio takashi tariq tayyip ted
        terje terrance terrence terry thabo theo theodore thiago thierry thilo thomas thor thorsten théo tiago
        tilo tim timothy tobias toby todd tom tommaso tommy tomás tony torben torbjørn tore torsten traian
        travis trevor trey tristan trond troy tucker tunde tyler udo ugo uhuru ulf uli ulrich ulysses umberto
        uwe vaclav valdir valerio veit vernon vic vicente victor vidar viggo vijay viktor vincent vincenzo
        vinícius virgil vitor vittorio vladimir volker volodymyr václav víctor vítor wade wagner wallace walter
        warren wayne wei wendell werner wesley wilbur wilfred wilfried wilhelm willard willi william willie
        willy winfried winston wolf-dieter wolfgang wolfram woodrow woody xaver xavi xavier yair yann yannick
        yasser youssef yusuf yves zach zachary zack zbigniew zoran álvaro ángel édouard éric íñigo óscar øystein
        """
    ),
)
